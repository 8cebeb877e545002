import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AttentionShape, Kernels, KvCache, RopeAngles } from "../src/nn/kernels/kernels.ts";
import { createPlainKernels } from "../src/nn/kernels/plain.ts";
import type { Random } from "../src/protocol/random.ts";
import { type Compare, deviation, outputsOf, selectBackend } from "./kernelBench.ts";
import { PACKED_FORMATS } from "./packedSamples.ts";
import { FACTORED_CONFIG, GEMMA_CONFIG } from "./tinyModel.ts";
import { trainingRun } from "./trainingRun.ts";

export interface KernelSuiteOptions {
  /** The TensorFlow.js backend the kernels run on; registered by the caller. */
  backend: string;
  /** Called once, with that backend set. */
  create: () => Kernels | Promise<Kernels>;
  /** Greatest deviation, as a fraction of the largest magnitude in the reference tensor. */
  tolerance?: number;
  /** The same for the losses of a training run, in which deviations grow. */
  trainingTolerance?: number;
}

/** Compares an implementation of `Kernels` with the plain kernels on the CPU backend, operation by operation. */
export function describeKernels(name: string, options: KernelSuiteOptions): void {
  const tolerance = options.tolerance ?? 2e-5;
  const trainingTolerance = options.trainingTolerance ?? 1e-3;
  describe(`${name} against plain kernels`, () => {
    let kernels: Kernels;
    beforeAll(async () => {
      await selectBackend(options.backend);
      kernels = await options.create();
    });
    afterAll(async () => {
      await selectBackend(options.backend);
    });

    const compare: Compare = (title, operation, looser = 1) =>
      test(title, async () => {
        const expected = await remembered(title, () => outputsOf(operation, createPlainKernels(), "cpu"));
        const actual = await outputsOf(operation, kernels, options.backend);
        expect(Object.keys(actual)).toEqual(Object.keys(expected));
        for (const [key, reference] of Object.entries(expected)) {
          expect(deviation(actual[key]!, reference), key).toBeLessThanOrEqual(tolerance * looser);
        }
      });

    describeLinear(compare);
    describeElementwise(compare);
    describeAttention(compare);
    describeHeadLoss(compare);
    describeKvCache(compare);

    test.each([
      ["a quantised model", { format: "q8" as const }, 1 / 2],
      ["a model whose embedding is a sum of factors", { config: FACTORED_CONFIG }, 1 / 2],
      [
        "a quantised model with the blocks of Gemma 3",
        { format: "q8" as const, config: GEMMA_CONFIG },
        2 / 3,
      ],
    ])("%s: a training run of 20 steps, and what it says after it", async (name, model, shareLeft) => {
      const expected = await remembered(name, () => trainingRun(createPlainKernels(), "cpu", model));
      const actual = await trainingRun(kernels, options.backend, model);
      expect(expected.losses.at(-1)).toBeLessThan(expected.losses[0]! * shareLeft);
      expect(deviation(actual.losses, expected.losses), "losses").toBeLessThanOrEqual(trainingTolerance);
      expect(actual.texts).toEqual(expected.texts);
    });
  });
}

/** What the plain kernels gave, by what was computed: it is the same for all that are compared with them. */
const references = new Map<string, unknown>();

async function remembered<Reference>(name: string, compute: () => Promise<Reference>): Promise<Reference> {
  const known = references.get(name) as Reference | undefined;
  const reference = known ?? (await compute());
  references.set(name, reference);
  return reference;
}

function describeLinear(compare: Compare): void {
  const shapes = [
    { n: 1, inputs: 64, outputs: 32 },
    { n: 3, inputs: 160, outputs: 7 },
    { n: 37, inputs: 96, outputs: 70 },
    { n: 130, inputs: 128, outputs: 129 },
  ];
  for (const format of PACKED_FORMATS) {
    for (const { n, inputs, outputs } of shapes) {
      compare(`linear ${format} [${n}, ${inputs}] → ${outputs}`, (bench) => {
        const x = bench.matrix(n, inputs);
        const w = bench.frozen(format, outputs, inputs);
        const lora = bench.lora(inputs, outputs, 4);
        const bias = bench.vector(outputs);
        return {
          bare: bench.kernels.linear(x, w, null, null),
          bias: bench.kernels.linear(x, w, null, bias),
          lora: bench.kernels.linear(x, w, lora, null),
          both: bench.kernels.linear(x, w, lora, bias),
        };
      });
      compare(`linearBackward ${format} [${n}, ${inputs}] ← ${outputs}`, (bench) => {
        const x = bench.matrix(n, inputs);
        const dy = bench.matrix(n, outputs);
        const w = bench.frozen(format, outputs, inputs);
        const without = bench.kernels.linearBackward(dy, x, w, null);
        expect(without.lora).toBeNull();
        const adapted = bench.kernels.linearBackward(dy, x, w, bench.lora(inputs, outputs, 8));
        return { dx: without.dx, dxLora: adapted.dx, da: adapted.lora!.da, db: adapted.lora!.db };
      });
    }
  }
  compare("linear q8 in blocks of 16, f32 of odd sizes, rank 1", (bench) => {
    const odd = bench.frozen("f32", 13, 33);
    return {
      q8: bench.kernels.linear(bench.matrix(5, 48), bench.frozen("q8", 10, 48, 16), null, null),
      odd: bench.kernels.linear(bench.matrix(7, 33), odd, bench.lora(33, 13, 1), null),
    };
  });
}

function describeElementwise(compare: Compare): void {
  for (const [rows, cols] of [
    [1, 64],
    [7, 96],
    [132, 16],
    [5, 33],
  ] as const) {
    compare(`rmsNorm and its backward [${rows}, ${cols}]`, (bench) => {
      const x = bench.matrix(rows, cols, 3);
      const gain = bench.vector(cols);
      const dy = bench.matrix(rows, cols);
      return {
        y: bench.kernels.rmsNorm(x, gain, 1e-6),
        dx: bench.kernels.rmsNormBackward(dy, x, gain, 1e-6),
      };
    });
    for (const activation of ["silu", "gelu"] as const) {
      compare(`gated by ${activation} and its backward [${rows}, ${cols}]`, (bench) => {
        const gate = bench.matrix(rows, cols, 4);
        const up = bench.matrix(rows, cols);
        return {
          y: bench.kernels.glu(gate, up, activation),
          ...bench.kernels.gluBackward(bench.matrix(rows, cols), gate, up, activation),
        };
      });
    }
    compare(`adamW, three steps [${rows}, ${cols}]`, (bench) => {
      let state = {
        parameter: bench.matrix(rows, cols),
        m: bench.own(tf.zeros<tf.Rank.R2>([rows, cols])),
        v: bench.own(tf.zeros<tf.Rank.R2>([rows, cols])),
      };
      const settings = { learningRate: 0.01, beta1: 0.9, beta2: 0.99, eps: 1e-8, weightDecay: 0.1 };
      for (let step = 1; step <= 3; step++) {
        const gradient = bench.matrix(rows, cols);
        const next = bench.kernels.adamW(state.parameter, gradient, state.m, state.v, {
          ...settings,
          step,
          gradientScale: 0.5,
        });
        if (step < 3) for (const tensor of Object.values(next)) bench.own(tensor);
        state = next;
      }
      return state;
    });
  }
  compare("squaredNorm of many tensors", (bench) => ({
    norm: bench.kernels.squaredNorm(Array.from({ length: 17 }, (_, i) => bench.matrix(1 + 20 * i, 33))),
  }));
  for (const { heads, headDim } of [
    { heads: 1, headDim: 8 },
    { heads: 4, headDim: 64 },
    { heads: 3, headDim: 6 },
  ]) {
    compare(`rope and its inverse, ${heads} heads of ${headDim}`, (bench) => {
      const positions = Int32Array.from([0, 1, 2, 9, 4, 15, 3]);
      const angles = randomAngles(bench.random, 16, headDim, positions);
      const x = bench.matrix(positions.length, heads * headDim);
      return {
        forward: bench.kernels.rope(x, angles, false),
        inverse: bench.kernels.rope(x, angles, true),
      };
    });
  }
}

function randomAngles(
  random: Random,
  maxPositions: number,
  headDim: number,
  positions: Int32Array,
): RopeAngles {
  const angles = Float32Array.from({ length: (maxPositions * headDim) / 2 }, () => 6 * random.next());
  return { cos: angles.map(Math.cos), sin: angles.map(Math.sin), headDim, positions };
}

function describeAttention(compare: Compare): void {
  const shapes: (Omit<AttentionShape, "lengths" | "window"> & { lengths: number[] })[] = [
    { batch: 1, length: 1, heads: 1, kvHeads: 1, headDim: 16, lengths: [1] },
    { batch: 2, length: 7, heads: 4, kvHeads: 2, headDim: 16, lengths: [7, 3] },
    { batch: 3, length: 19, heads: 6, kvHeads: 1, headDim: 24, lengths: [1, 19, 12] },
    { batch: 1, length: 70, heads: 2, kvHeads: 2, headDim: 64, lengths: [66] },
    { batch: 2, length: 33, heads: 4, kvHeads: 2, headDim: 128, lengths: [33, 32] },
  ];
  for (const { lengths, ...rest } of shapes) {
    for (const window of [0, 5, 17]) {
      const title = `${rest.batch}×${rest.length}, ${rest.heads}/${rest.kvHeads} heads of ${rest.headDim}`;
      compare(`attention and its backward ${title}${window ? `, window ${window}` : ""}`, (bench) => {
        const shape = { ...rest, window, lengths: Int32Array.from(lengths) };
        const n = shape.batch * shape.length;
        const q = bench.matrix(n, shape.heads * shape.headDim);
        const k = bench.matrix(n, shape.kvHeads * shape.headDim);
        const v = bench.matrix(n, shape.kvHeads * shape.headDim);
        const dOut = bench.matrix(n, shape.heads * shape.headDim);
        return {
          out: bench.kernels.attention(q, k, v, shape),
          ...bench.kernels.attentionBackward(dOut, q, k, v, shape),
        };
      });
    }
  }
}

function describeHeadLoss(compare: Compare): void {
  for (const format of PACKED_FORMATS) {
    compare(`headLoss ${format}`, (bench) => {
      const head = bench.frozen(format, 257, 64);
      const x = bench.matrix(21, 64, 2);
      const targets = Int32Array.from({ length: 21 }, () => bench.random.below(257));
      const weights = Float32Array.from({ length: 21 }, (_, row) => (row % 3 ? bench.random.next() : 0));
      return { ...bench.kernels.headLoss(x, head, targets, weights) };
    });
  }
  compare(
    "headLoss in several blocks, and with no weight at all",
    (bench) => {
      const head = bench.frozen("f32", 70_000, 8);
      const x = bench.matrix(64, 8, 2);
      const targets = Int32Array.from({ length: 64 }, (_, row) =>
        row === 0 ? 69_999 : bench.random.below(70_000),
      );
      const some = Float32Array.from({ length: 64 }, () => bench.random.next() / 64);
      const weighted = bench.kernels.headLoss(x, head, targets, some);
      const few = bench.own(tf.slice(x, [0, 0], [5, 8]));
      const unweighted = bench.kernels.headLoss(few, head, targets.subarray(0, 5), new Float32Array(5));
      return { nll: weighted.nll, dx: weighted.dx, nllAlone: unweighted.nll, zero: unweighted.dx };
    },
    5,
  );
}

function describeKvCache(compare: Compare): void {
  for (const { heads, kvHeads, headDim, window } of [
    { heads: 2, kvHeads: 2, headDim: 16, window: 0 },
    { heads: 6, kvHeads: 2, headDim: 64, window: 0 },
    { heads: 2, kvHeads: 1, headDim: 16, window: 4 },
  ]) {
    const title = `attendCached and selectKvCache, ${heads}/${kvHeads} heads of ${headDim}`;
    compare(window > 0 ? `${title}, window ${window}` : title, (bench) => {
      const { kernels } = bench;
      const outputs: Record<string, tf.Tensor> = {};
      const run = (title: string, cache: KvCache, newTokens: number, starts: number[], lengths: number[]) => {
        for (let layer = 0; layer < cache.shape.layers; layer++) {
          const rows = cache.shape.batch * newTokens;
          outputs[`${title}, layer ${layer}`] = kernels.attendCached(
            bench.matrix(rows, heads * headDim),
            bench.matrix(rows, kvHeads * headDim),
            bench.matrix(rows, kvHeads * headDim),
            cache,
            layer,
            { newTokens, starts: Int32Array.from(starts), lengths: Int32Array.from(lengths), window },
          );
        }
      };
      const shape = { layers: 2, batch: 3, capacity: 12, heads, kvHeads, headDim };
      const cache = bench.own(kernels.createKvCache(shape));
      run("prefill", cache, 5, [0, 0, 0], [5, 2, 7]);
      run("second chunk", cache, 5, [5, 5, 5], [5, 2, 7]);
      run("first token", cache, 1, [5, 2, 7], [6, 3, 8]);
      run("one finished", cache, 1, [6, 3, 8], [7, 3, 9]);
      const grown = bench.own(kernels.selectKvCache(cache, Int32Array.from([2, 0, 0, 2, 1]), 20));
      run("selected", grown, 1, [9, 7, 7, 9, 3], [10, 8, 8, 10, 4]);
      run("parted", grown, 2, [10, 8, 8, 10, 4], [12, 10, 10, 11, 6]);
      run("the old one is left alone", cache, 1, [7, 3, 9], [8, 4, 10]);
      const shrunk = bench.own(kernels.selectKvCache(grown, Int32Array.from([4]), 7));
      run("shrunk", shrunk, 1, [6], [7]);
      return outputs;
    });
  }
}
