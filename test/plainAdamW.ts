import type { OptimizerSettings } from "../src/nn/languageModel.ts";
import { ADAMW } from "../src/protocol/adapterSettings.ts";

/** AdamW with torch's own moments, nothing scheduled, decayed or clipped; steps of two examples. */
export function plainAdamW(
  chosen: Pick<OptimizerSettings, "learningRate" | "steps"> & Partial<OptimizerSettings>,
): OptimizerSettings {
  return {
    batchSize: 2,
    schedule: "constant",
    warmupSteps: 0,
    weightDecay: 0,
    ...ADAMW,
    maxGradNorm: 0,
    ...chosen,
  };
}
