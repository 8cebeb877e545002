import { PlaygroundError } from "../protocol/playgroundError.ts";
import { arcTask } from "./arc/arcTask.ts";
import { knowledgeTask } from "./knowledge/knowledgeTask.ts";
import type { Task } from "./task.ts";

/** The tasks with their loops, for the worker and the commands; the page has `registry.ts`. */
const TASKS: readonly Task[] = [knowledgeTask, arcTask];

/** @throws PlaygroundError "bad-input" for a task that does not exist */
export function findTask(id: string): Task {
  const task = TASKS.find((known) => known.id === id);
  if (task !== undefined) return task;
  throw new PlaygroundError(
    "bad-input",
    `There is no task “${id}”.`,
    `Choose among: ${TASKS.map((known) => known.id).join(", ")}.`,
  );
}
