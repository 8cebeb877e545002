import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { plainAdamW } from "../../test/plainAdamW.ts";
import { TINY_CONFIG, textExample, tinyWeights } from "../../test/tinyModel.ts";
import { startWasmBackend } from "../../test/wasmBackend.ts";
import { LINEAR_NAMES } from "../protocol/adapterSettings.ts";
import { Pacer } from "../protocol/pacer.ts";
import { createRandom } from "../protocol/random.ts";
import { Decoder } from "./decoder.ts";
import { fineTuneAdapter } from "./fineTune.ts";
import { createPlainKernels } from "./kernels/plain.ts";
import type { Anchor, FineTuneResult } from "./languageModel.ts";
import { LoraAdapter } from "./lora.ts";
import { packAnchor } from "./teacherBatch.ts";

const LORA = { rank: 2, alpha: 4, targets: LINEAR_NAMES, seed: 5 };
const EXAMPLES = ["The oak is tall.", "Rain."].map(textExample);
const PROBES = ["Seven birds sat on a wire.", "Tea, please!", "No."].map(textExample);
const OPTIMIZER = plainAdamW({ learningRate: 0.01, steps: 12 });

describe("an anchor", () => {
  const { vocabSize } = TINY_CONFIG;
  let decoder: Decoder;
  let logProbs: Float32Array[];
  let tensorsBefore: number;

  beforeAll(startWasmBackend);
  beforeEach(async () => {
    tensorsBefore = tf.memory().numTensors;
    decoder = new Decoder(TINY_CONFIG, tinyWeights(TINY_CONFIG, 1), createPlainKernels());
    logProbs = await baseLogProbs();
  });
  afterEach(() => {
    decoder.dispose();
    expect(tf.memory().numTensors, "tensors left behind").toBe(tensorsBefore);
  });

  const noAdapter = () => Array.from({ length: TINY_CONFIG.layerCount }, () => ({}));

  /** log p of every token at every marked place of the probes, one cached pass each. */
  async function baseLogProbs(): Promise<Float32Array[]> {
    const results: Float32Array[] = [];
    for (const { tokens } of PROBES) {
      const length = tokens.length - 1;
      const cache = decoder.createKvCache(1, length);
      const step = { newTokens: length, starts: Int32Array.of(0), lengths: Int32Array.of(length) };
      const rows = Array.from({ length }, (_, row) => row);
      const input = Int32Array.from(tokens.slice(0, length));
      const logits = (await decoder.extend(input, step, cache, rows, noAdapter(), new Pacer()))!;
      const normalised = tf.logSoftmax(logits);
      results.push(Float32Array.from(await normalised.data<"float32">()));
      tf.dispose([logits, normalised]);
      cache.dispose();
    }
    return results;
  }

  const anchorOf = (weight: number): Anchor => ({ examples: PROBES, logProbs, weight, batchSize: 2 });

  /** An adapter that changes something: B drawn rather than zero. */
  async function movedAdapter(): Promise<LoraAdapter> {
    const adapter = new LoraAdapter(TINY_CONFIG, LORA);
    const random = createRandom(3);
    const snapshot = await adapter.snapshot();
    for (const tensor of Object.values(snapshot.tensors)) {
      tensor.value.forEach((value, i) => {
        tensor.value[i] = value + 0.1 * random.normal();
      });
    }
    adapter.restore(snapshot);
    return adapter;
  }

  /** Weighted divergences of all probes, and their gradients by the parameters. */
  async function pass(adapter: LoraAdapter, weight: number) {
    let value = 0;
    const gradients = new Map<string, Float32Array>();
    for (const { batch, targets } of packAnchor(anchorOf(weight), [0, 1, 2], vocabSize, 64)) {
      const { losses, gradients: layers } = await decoder.gradients(
        batch,
        targets,
        adapter.layers(),
        new Pacer(),
      );
      (await losses.data<"float32">()).forEach((loss, row) => {
        value += loss * targets.weights[row]!;
      });
      for (const [layer, byTarget] of layers.entries()) {
        for (const [target, { da, db }] of Object.entries(byTarget)) {
          for (const [part, tensor] of [["a", da] as const, ["b", db] as const]) {
            const name = `layers.${layer}.${target}.${part}`;
            const sum = gradients.get(name);
            const added = await tensor.data<"float32">();
            gradients.set(name, sum ? sum.map((old, i) => old + added[i]!) : added.slice());
            tensor.dispose();
          }
        }
      }
      losses.dispose();
    }
    return { value, gradients };
  }

  test("is 0 with no gradient where nothing has moved", async () => {
    const adapter = new LoraAdapter(TINY_CONFIG, LORA);
    const { value, gradients } = await pass(adapter, 1);
    expect(Math.abs(value)).toBeLessThan(1e-5);
    expect(Math.max(...[...gradients.values()].flatMap((g) => [...g].map(Math.abs)))).toBeLessThan(1e-5);
    adapter.dispose();
  });

  test("has the gradient that differences of its value have", async () => {
    const adapter = await movedAdapter();
    const { value, gradients } = await pass(adapter, 1);
    expect(value).toBeGreaterThan(0.01);
    const start = await adapter.snapshot();
    const random = createRandom(7);
    // Along a random direction of each matrix: far less noise than single entries have.
    for (const name of [
      "layers.0.q_proj.a",
      "layers.0.up_proj.b",
      "layers.1.down_proj.a",
      "layers.1.v_proj.b",
    ]) {
      const direction = start.tensors[name]!.value.map(() => random.normal());
      const at = async (step: number) => {
        const moved = structuredClone(start);
        direction.forEach((part, i) => {
          moved.tensors[name]!.value[i]! += step * part;
        });
        adapter.restore(moved);
        return (await pass(adapter, 1)).value;
      };
      const h = 2e-3;
      const numeric = ((await at(h)) - (await at(-h))) / (2 * h);
      const analytic = gradients.get(name)!.reduce((sum, g, i) => sum + g * direction[i]!, 0);
      expect(Math.abs(numeric - analytic), name).toBeLessThan(2e-2 * Math.abs(analytic) + 2e-3);
    }
    adapter.dispose();
  });

  test("weighs as it says, whatever the batches", async () => {
    const adapter = await movedAdapter();
    const one = await pass(adapter, 1);
    const three = await pass(adapter, 3);
    expect(three.value).toBeCloseTo(3 * one.value, 4);
    const weights = (tokenBudget: number) =>
      packAnchor(anchorOf(1), [0, 1, 2], vocabSize, tokenBudget).map(({ targets }) => [...targets.weights]);
    expect(weights(1)).toHaveLength(3);
    expect(weights(1).flat()).toEqual(weights(1e9).flat());
    adapter.dispose();
  });

  test("keeps training near the base, and the same seed gives the same run", async () => {
    const train = async (anchor: Anchor | null): Promise<FineTuneResult> => {
      const adapter = new LoraAdapter(TINY_CONFIG, LORA);
      const request = { examples: EXAMPLES, optimizer: OPTIMIZER, seed: 1 };
      const result = await fineTuneAdapter(decoder, adapter, anchor ? { ...request, anchor } : request);
      const moved = (await pass(adapter, 1)).value;
      adapter.dispose();
      return { ...result, finalDivergence: moved };
    };
    const free = await train(null);
    const held = await train(anchorOf(3));
    expect(held.finalDivergence!).toBeLessThan(0.5 * free.finalDivergence!);
    const again = await train(anchorOf(3));
    expect({ ...again, seconds: 0 }).toEqual({ ...held, seconds: 0 });
    // An anchor of no weight leaves the run as it is without one.
    expect((await train(anchorOf(0))).finalLoss).toBe(free.finalLoss);
  });

  test.each([
    ["without its log-probabilities", { logProbs: [] }, "Example 1 of the anchor"],
    ["of a negative weight", { weight: -1 }, "of weight -1"],
    ["without examples", { examples: [] }, "at least one example"],
  ])("%s is refused", async (_, change, message) => {
    const adapter = new LoraAdapter(TINY_CONFIG, LORA);
    const anchor = { ...anchorOf(1), ...change };
    const request = { examples: EXAMPLES, optimizer: OPTIMIZER, seed: 1, anchor };
    await expect(fineTuneAdapter(decoder, adapter, request)).rejects.toThrow(message);
    adapter.dispose();
  });
});
