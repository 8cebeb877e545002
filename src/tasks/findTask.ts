import { PlaygroundError } from "../protocol/playgroundError.ts";
import type { ProbeSet } from "./probeSet.ts";
import type { Task, TextModel, WrongFacts } from "./task.ts";
import { TASKS } from "./tasks.ts";

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

/** What a model's drift is measured on: by the task that it was made for, else by the first, which reads any text. */
export function probesFor(model: TextModel): ProbeSet {
  for (const task of [...TASKS].reverse()) {
    const probes = task.probes?.(model);
    if (probes) return probes;
  }
  throw new Error("No task measures the drift of this model.");
}

/** The task of which a wrong fact can be planted in this model. @throws PlaygroundError "unsupported" where there is none */
export function wrongFactsFor(model: TextModel): { task: Task; facts: WrongFacts } {
  for (const task of TASKS) {
    const facts = task.wrongFacts?.(model);
    if (facts) return { task, facts };
  }
  throw new PlaygroundError(
    "unsupported",
    "Only in the invented world can it be checked exactly what is false.",
    "Load the embedded reader to plant a wrong fact.",
  );
}
