import type { VocabularySize } from "./gridVocabulary.ts";

/** The grid model that comes with the page, by its id in the manifest. */
export const GRID_MODEL_ID = "embedded-grid";

/** The grids that its vocabulary can write; a test compares it with the shipped tokenizer. */
export const GRID_MODEL_READS: VocabularySize = { side: 5, row: 20 };
