import { arcTask } from "./arc/arcTask.ts";
import { knowledgeTask } from "./knowledge/knowledgeTask.ts";
import type { Task } from "./task.ts";

/** The tasks with their loops; `page/pages.ts` has the page's side of each, `commands/tasks.ts` the commands'. */
export const TASKS: readonly Task[] = [knowledgeTask, arcTask];
