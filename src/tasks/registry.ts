import { arcMetadata } from "./arc/metadata.ts";
import { knowledgeMetadata } from "./knowledge/metadata.ts";
import type { TaskMetadata } from "./metadata.ts";

/**
 * The tasks as the page knows them: no loop is imported. A new task is named here and in `tasks.ts`,
 * where the worker finds its loop.
 */
export const TASK_METADATA: readonly TaskMetadata[] = [knowledgeMetadata, arcMetadata];
