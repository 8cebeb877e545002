import { arcOuter } from "./arc/metadataOuter.ts";
import { knowledgeOuter } from "./knowledge/metadataOuter.ts";
import type { OuterMetadata } from "./metadataOuter.ts";

/**
 * The tasks whose writer the page can train, as it knows them: no loop is imported. The first is shown at first. A new
 * task is named here and in `tasks.ts`, where the worker finds its loop.
 */
export const OUTER_METADATA: readonly OuterMetadata[] = [knowledgeOuter, arcOuter];
