import { PlaygroundError } from "../../protocol/playgroundError.ts";
import type { PuzzleLimits } from "./puzzle.ts";

/** The paper's caps for few-shot puzzles: training beyond them is refused, not cut short. */
export const MAX_EXAMPLES = 250;
export const MAX_STEPS = 375;
/**
 * Most cells of all examples together. Time goes by tokens, of which a cell is one: 250 examples of a 5×5 puzzle with
 * five demonstrations come to 75,000 cells, and a 10×10 puzzle is trained on fewer examples rather than for minutes.
 */
export const MAX_TRAINING_CELLS = 80_000;
export const BATCH_SIZE = 2;

/** What a training example may hold: what the model reads, and how many examples there may be. */
export interface TrainingLimits extends PuzzleLimits {
  readonly maxExamples: number;
  /** Most cells of all examples together. */
  readonly maxTrainingCells: number;
}

/** Optimiser steps of a run over the examples. */
export function stepsOf(examples: number, epochs: number): number {
  return Math.ceil(examples / BATCH_SIZE) * epochs;
}

/** @throws PlaygroundError "bad-input" if the edit asks for more steps than allowed; then nothing is trained */
export function checkSteps(examples: number, epochs: number): void {
  const steps = stepsOf(examples, epochs);
  if (steps <= MAX_STEPS) return;
  throw new PlaygroundError(
    "bad-input",
    `The self-edit asks for ${steps} training steps (${examples} examples, ${BATCH_SIZE} at a time, ` +
      `${epochs} ${epochs === 1 ? "epoch" : "epochs"}), and at most ${MAX_STEPS} are allowed, so nothing is trained.`,
    "Use fewer epochs or fewer augmentations.",
  );
}
