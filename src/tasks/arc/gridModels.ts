import type { VocabularySize } from "./notation/gridVocabulary.ts";

/** A grid model that comes with the page, as far as it is known before it is loaded; a test compares it with the files. */
export interface GridModel {
  /** In the manifest. */
  readonly id: string;
  /** The grids that its vocabulary can write. */
  readonly reads: VocabularySize;
  /** Tokens of its context. */
  readonly positions: number;
}

/** The one that is loaded where no puzzle asks for another. */
export const GRID_MODEL_ID = "embedded-grid";

/** The smallest first: what it reads, it reads best. */
export const GRID_MODELS: readonly GridModel[] = [
  { id: GRID_MODEL_ID, reads: { side: 5, row: 20 }, positions: 1024 },
  { id: "embedded-grid-large", reads: { side: 10, row: 30 }, positions: 1536 },
];
