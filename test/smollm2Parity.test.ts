import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { LoadedCheckpoint } from "../src/checkpoints/loadCheckpoint.ts";
import { Decoder } from "../src/nn/decoder.ts";
import { createWasmKernels, type WasmKernels } from "../src/nn/kernels/wasm/wasmKernels.ts";
import type { AdapterSnapshot } from "../src/nn/languageModel.ts";
import { TransformerModel } from "../src/nn/transformerModel.ts";
import { linearShape } from "../src/nn/weights.ts";
import { LINEAR_NAMES } from "../src/protocol/adapterSettings.ts";
import { Pacer } from "../src/protocol/pacer.ts";
import { z } from "../src/protocol/zod.ts";
import { plainAdamW } from "./plainAdamW.ts";
import { loadSmolLm2 } from "./smollm2.ts";

/** What Transformers and PEFT computed with the same weights: `test/fixtures/make_smollm2_parity.py`. */
const expected = z
  .object({
    forward: z.object({
      tokens: z.array(z.int()),
      columns: z.array(z.int()),
      logits: z.array(z.array(z.number())),
      argmax: z.array(z.int()),
      logSumExp: z.array(z.number()),
    }),
    training: z.object({
      rank: z.int(),
      alpha: z.number(),
      learningRate: z.number(),
      length: z.int(),
      losses: z.array(z.number()),
    }),
  })
  .parse(JSON.parse(readFileSync("test/fixtures/smollm2/parity.json", "utf8")));

let checkpoint: LoadedCheckpoint;
let kernels: WasmKernels;

beforeAll(async () => {
  checkpoint = await loadSmolLm2();
  kernels = await createWasmKernels({ threads: 1 });
  await tf.setBackend(kernels.backendName);
});

afterAll(() => kernels.dispose());

it("computes the logits that Transformers computes", async () => {
  const { tokens, columns, logits, argmax, logSumExp } = expected.forward;
  const decoder = new Decoder(checkpoint.config, checkpoint.weights, kernels);
  const cache = decoder.createKvCache(1, tokens.length);
  const step = {
    newTokens: tokens.length,
    starts: Int32Array.of(0),
    lengths: Int32Array.of(tokens.length),
  };
  const rows = tokens.map((_, row) => row);
  const noAdapter = checkpoint.weights.layers.map(() => ({}));
  const tensor = await decoder.extend(Int32Array.from(tokens), step, cache, rows, noAdapter, new Pacer());
  const ours = await tensor!.data<"float32">();
  const { vocabSize } = checkpoint.config;
  let largest = 0;
  for (const row of rows) {
    const values = ours.subarray(row * vocabSize, (row + 1) * vocabSize);
    columns.forEach((column, k) => {
      largest = Math.max(largest, Math.abs(values[column]! - logits[row]![k]!));
    });
    const top = values.reduce((best, value) => Math.max(best, value), Number.NEGATIVE_INFINITY);
    expect(values.indexOf(top)).toBe(argmax[row]);
    const sum = values.reduce((total, value) => total + Math.exp(value - top), 0);
    expect(top + Math.log(sum)).toBeCloseTo(logSumExp[row]!, 2);
  }
  console.log(`SmolLM2-135M: largest difference of a logit ${largest.toExponential(2)}`);
  expect(rows).toHaveLength(200);
  expect(largest).toBeLessThan(1e-3);
  tensor!.dispose();
  cache.dispose();
  decoder.dispose();
});

it("learns as PEFT learns: twenty steps from the same adapter, losses within 1 %", async () => {
  const { rank, alpha, learningRate, length, losses } = expected.training;
  const info = { id: "smollm2", name: "SmolLM2", parameters: 0, maxPositions: 0, hash: "", backend: "wasm" };
  const model = new TransformerModel({ info, ...checkpoint, kernels });
  const adapter = model.createAdapter({ rank, alpha, targets: LINEAR_NAMES, seed: 0 });
  adapter.restore(hashedAdapter(rank, alpha));
  const { tokens } = expected.forward;
  const sequences = [0, 1, 2, 3].map((k) => {
    const part = tokens.slice(k * length, (k + 1) * length);
    return { tokens: part, lossMask: part.map(() => true) };
  });
  const optimizer = plainAdamW({ learningRate, steps: 1 });
  const ours: number[] = [];
  for (let step = 0; step < losses.length; step++) {
    const examples = [sequences[step % 4]!, sequences[(step + 1) % 4]!];
    ours.push((await model.fineTune(adapter, { examples, optimizer, seed: 0 })).finalLoss);
  }
  const worst = Math.max(...ours.map((loss, step) => Math.abs(loss / losses[step]! - 1)));
  console.log(`SmolLM2-135M: largest relative difference of a loss ${(100 * worst).toFixed(3)} %`);
  expect(worst).toBeLessThan(0.01);
  adapter.dispose();
  model.dispose();
});

/** The script's adapter: A from a hashed counter within ±1/√in, B zero. */
function hashedAdapter(rank: number, alpha: number): AdapterSnapshot {
  const tensors: AdapterSnapshot["tensors"] = {};
  let index = 0;
  for (let layer = 0; layer < checkpoint.config.layerCount; layer++) {
    for (const name of LINEAR_NAMES) {
      const { inputs, outputs } = linearShape(checkpoint.config, name);
      const a = Float32Array.from({ length: inputs * rank }, (_, i) => {
        const u = (Math.imul(i + index * 7919, 2654435761) >>> 0) / 2 ** 32;
        return (2 * u - 1) / Math.sqrt(inputs);
      });
      tensors[`layers.${layer}.${name}.a`] = moments(a, inputs, rank);
      tensors[`layers.${layer}.${name}.b`] = moments(new Float32Array(rank * outputs), rank, outputs);
      index++;
    }
  }
  return { settings: { rank, alpha, targets: [...LINEAR_NAMES], seed: 0 }, step: 0, tensors };
}

function moments(value: Float32Array, rows: number, columns: number) {
  const shape: [number, number] = [rows, columns];
  return { shape, value, m: new Float32Array(value.length), v: new Float32Array(value.length) };
}
