import { PlaygroundError } from "../protocol/playgroundError.ts";
import { arcProbes } from "./arc/arcProbes.ts";
import { arcTask } from "./arc/arcTask.ts";
import { readsGrids } from "./arc/gridLimits.ts";
import { knowledgeTask } from "./knowledge/knowledgeTask.ts";
import { knowledgeProbes } from "./knowledge/probes.ts";
import type { ProbeSet } from "./probeSet.ts";
import type { Task, TextModel } from "./task.ts";

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

/** What a model's drift is measured on: puzzles for one that reads grids, text for all others. */
export function probesFor(model: TextModel): ProbeSet {
  return readsGrids(model) ? arcProbes(model) : knowledgeProbes(model);
}
