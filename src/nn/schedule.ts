import type { OptimizerSettings } from "./languageModel.ts";

/**
 * Learning rate of step `step`, counted from 0, as Transformers' `get_{constant,linear,cosine}_schedule_with_warmup`:
 * up from 0 over `warmupSteps`, then constant, down to 0 in a line, or down along half a cosine.
 */
export function learningRateAt(settings: OptimizerSettings, step: number): number {
  const { learningRate, schedule, steps, warmupSteps } = settings;
  if (step < warmupSteps) return (learningRate * step) / warmupSteps;
  const progress = (step - warmupSteps) / Math.max(1, steps - warmupSteps);
  switch (schedule) {
    case "constant":
      return learningRate;
    case "linear":
      return learningRate * Math.max(0, 1 - progress);
    case "cosine":
      return learningRate * Math.max(0, 0.5 * (1 + Math.cos(Math.PI * progress)));
  }
}
