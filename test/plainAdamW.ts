import type { OptimizerSettings } from "../src/nn/languageModel.ts";

/** AdamW with torch's own moments, nothing scheduled, decayed or clipped; steps of two examples. */
export function plainAdamW(
  chosen: Pick<OptimizerSettings, "learningRate" | "steps"> & Partial<OptimizerSettings>,
): OptimizerSettings {
  return {
    batchSize: 2,
    schedule: "constant",
    warmupSteps: 0,
    weightDecay: 0,
    beta1: 0.9,
    beta2: 0.999,
    eps: 1e-8,
    maxGradNorm: 0,
    ...chosen,
  };
}
