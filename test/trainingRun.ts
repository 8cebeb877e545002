import * as tf from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import type { Kernels } from "../src/nn/kernels/kernels.ts";
import { LINEAR_NAMES } from "../src/protocol/adapterSettings.ts";
import { selectBackend } from "./kernelBench.ts";
import { type TinyModelOptions, textExample, tinyModel } from "./tinyModel.ts";

/**
 * A tiny model, quantised unless another is named, learns two lines by heart and goes on from their beginnings; fails
 * if a step holds more than the one before.
 */
export async function trainingRun(
  kernels: Kernels,
  backend: string,
  options: TinyModelOptions = { format: "q8" },
): Promise<{ losses: Float32Array; texts: string[] }> {
  await selectBackend(backend);
  const before = tf.memory().numTensors;
  const model = tinyModel(kernels, options);
  const adapter = model.createAdapter({ rank: 4, alpha: 8, targets: LINEAR_NAMES, seed: 1 });
  const losses: number[] = [];
  /** Tensors and bytes after each step, on a GPU also those that it has allocated. */
  const held: tf.MemoryInfo[] = [];
  await model.fineTune(adapter, {
    examples: [textExample("ab: oak."), textExample("cdefg: yew.")],
    optimizer: {
      learningRate: 0.03,
      steps: 20,
      batchSize: 2,
      schedule: "cosine",
      warmupSteps: 2,
      weightDecay: 0.01,
      beta1: 0.9,
      beta2: 0.99,
      eps: 1e-8,
      maxGradNorm: 1,
    },
    seed: 1,
    onStep: ({ loss }) => {
      losses.push(loss);
      held.push(tf.memory());
    },
  });
  // The first steps fill the pool of buffers.
  for (const now of held.slice(3)) expect(now).toEqual(held[2]);
  model.useAdapter(adapter);
  const generations = await model.generate({
    prompts: ["ab:", "cdefg:", "ab:"],
    sampling: { temperature: 0, topP: 1, topK: 0, maxTokens: 8, stop: [], seed: 1 },
  });
  adapter.dispose();
  model.dispose();
  expect(tf.memory().numTensors, "tensors left behind").toBe(before);
  return { losses: Float32Array.from(losses), texts: generations.map((generation) => generation.text) };
}
