import type { Condition, Piece } from "../protocol/run.ts";
import type { EditBody } from "../runs/edit/events.ts";
import type { Exercise, TrainingPlan } from "../tasks/task.ts";

/** One adapter to train and test. */
export interface Trial {
  condition: Condition;
  /** Which self-edit of the run it is about. */
  edit: number;
  plan: TrainingPlan;
}

/**
 * What is trained under each condition, and under "self-edit" for each edit: all with the optimiser steps that
 * follow from the first edit, so that none is better merely by training longer.
 *
 * @param edits at least one; the first is the one that the run is about
 * @param instead edits that a condition trains on in its place
 */
export function planTrials(
  exercise: Exercise,
  conditions: readonly Condition[],
  edits: readonly (readonly Piece[])[],
  instead: ReadonlyMap<Condition, readonly Piece[]> = new Map(),
): Trial[] {
  const [first = [], ...others] = edits;
  return conditions.flatMap((condition) => {
    const plan = exercise.training(condition, first, instead.get(condition));
    const trial: Trial = { condition, edit: 0, plan };
    if (condition !== "self-edit") return [trial];
    const later = others.map((pieces, i): Trial => {
      const own = exercise.training(condition, pieces);
      return { condition, edit: i + 1, plan: { ...own, steps: plan.steps, warnings: [] } };
    });
    return [trial, ...later];
  });
}

/** Says of everything emitted which edit it is about; of the first, as of runs with one edit, nothing is said. */
export function aboutEdit(edit: number, emit: (body: EditBody) => void): (body: EditBody) => void {
  if (edit === 0) return emit;
  return (body) =>
    emit(
      "condition" in body || body.type === "outcome" || body.type === "conditionScored"
        ? { ...body, edit }
        : body,
    );
}
