import type * as tf from "@tensorflow/tfjs-core";
import type { Kernels } from "./kernels/kernels.ts";
import type { OptimizerSettings } from "./languageModel.ts";
import type { LoraAdapter } from "./lora.ts";

/** Gradients by parameter name. */
export type Gradients = ReadonlyMap<string, tf.Tensor2D>;

/** The factor by which torch's `clip_grad_norm_` multiplies gradients of this norm; `maxNorm` 0 = no clipping. */
export function clipFactor(norm: number, maxNorm: number): number {
  return maxNorm > 0 ? Math.min(1, maxNorm / (norm + 1e-6)) : 1;
}

/** One AdamW step on every parameter of the adapter, in place. The gradients stay the caller's. */
export function adamWStep(
  kernels: Kernels,
  adapter: LoraAdapter,
  gradients: Gradients,
  settings: OptimizerSettings,
  learningRate: number,
  gradientScale: number,
): void {
  const { beta1, beta2, eps, weightDecay } = settings;
  const step = adapter.step + 1;
  for (const [name, gradient] of gradients) {
    const { value, m, v } = adapter.parameter(name);
    const next = kernels.adamW(value, gradient, m, v, {
      learningRate,
      beta1,
      beta2,
      eps,
      weightDecay,
      step,
      gradientScale,
    });
    adapter.replace(name, { value: next.parameter, m: next.m, v: next.v });
  }
  adapter.step = step;
}
