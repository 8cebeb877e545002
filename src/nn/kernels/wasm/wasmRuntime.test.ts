import * as tf from "@tensorflow/tfjs-core";
import { afterEach, expect, test } from "vitest";
import { PACKED_FORMATS, randomPacked } from "../../../../test/packedSamples.ts";
import { createRandom, type Random } from "../../../protocol/random.ts";
import { unpackRow } from "../../unpackMatrix.ts";
import type { Kernels } from "../kernels.ts";
import type { RuntimeOptions } from "./kernelRuntime.ts";
import { createWasmKernels, type WasmKernels } from "./wasmKernels.ts";

const started: WasmKernels[] = [];

async function start(options: RuntimeOptions): Promise<WasmKernels> {
  const kernels = await createWasmKernels(options);
  started.push(kernels);
  await tf.setBackend(kernels.backendName);
  return kernels;
}

afterEach(() => {
  for (const kernels of started.splice(0)) kernels.dispose();
});

/** Makes matrices of normal numbers, drawn one after the other. */
function normalMatrices(random: Random) {
  return (rows: number, cols: number, scale = 1) =>
    tf.tensor2d(
      Float32Array.from({ length: rows * cols }, () => scale * random.normal()),
      [rows, cols],
    );
}

/** Outputs of the threaded kernels on one random problem. */
function outputs(kernels: Kernels): Float32Array[] {
  const random = createRandom(5);
  const matrix = normalMatrices(random);
  const w = kernels.frozen(randomPacked(random, "q4", 192, 160));
  const lora = { a: matrix(160, 8), b: matrix(8, 192), scale: 0.5 };
  const x = matrix(150, 160);
  const one = matrix(1, 160);
  const dy = matrix(150, 192);
  const shape = { batch: 2, length: 75, heads: 3, kvHeads: 1, headDim: 64, window: 0 };
  const attention = { ...shape, lengths: Int32Array.of(75, 50) };
  const kv = matrix(150, 64);
  const backward = kernels.linearBackward(dy, x, w, lora);
  const results = {
    y: kernels.linear(x, w, lora, null),
    one: kernels.linear(one, w, lora, null),
    dx: backward.dx,
    ...backward.lora!,
    out: kernels.attention(dy, kv, kv, attention),
    ...kernels.attentionBackward(dy, dy, kv, kv, attention),
  };
  return Object.values(results).map((tensor) => tensor.dataSync() as Float32Array);
}

test.each([true, false])("threads change no bit of a result, relaxed SIMD %s", async (relaxedSimd) => {
  const alone = outputs(await start({ threads: 1, relaxedSimd }));
  for (const threads of [2, 3, 5]) {
    const kernels = await start({ threads, relaxedSimd });
    expect(kernels.threads).toBe(threads);
    expect(outputs(kernels)).toEqual(alone);
  }
});

// Processors are a hundred times as slow on subnormal numbers, and a model that a high rate has thrown off is full of scores
// this far apart: trained so, a puzzle took ten minutes in the place of half of one.
test.each([true, false])(
  "scores however far apart leave no subnormal number, relaxed SIMD %s",
  async (relaxedSimd) => {
    const kernels = await start({ threads: 1, relaxedSimd });
    const random = createRandom(6);
    const matrix = normalMatrices(random);
    const shape = {
      batch: 1,
      length: 40,
      heads: 2,
      kvHeads: 2,
      headDim: 32,
      window: 0,
      lengths: Int32Array.of(40),
    };
    const [q, k, v, dOut] = [matrix(40, 64, 12), matrix(40, 64, 12), matrix(40, 64, 1), matrix(40, 64, 1e-3)];
    const [gate, up] = [matrix(40, 64, 120), matrix(40, 64, 1)];
    const head = kernels.frozen(randomPacked(random, "q8", 96, 64));
    const targets = Int32Array.from({ length: 40 }, (_, i) => i);
    const weights = new Float32Array(40).fill(1e-3);
    const results: Record<string, tf.Tensor> = {
      out: kernels.attention(q, k, v, shape),
      ...kernels.attentionBackward(dOut, q, k, v, shape),
      glu: kernels.glu(gate, up, "silu"),
      ...kernels.gluBackward(dOut, gate, up, "silu"),
      ...kernels.headLoss(matrix(40, 64, 300), head, targets, weights),
    };
    for (const [key, tensor] of Object.entries(results)) {
      const values = [...(tensor.dataSync() as Float32Array)];
      expect(
        values.filter((value) => value !== 0 && Math.abs(value) < 2 ** -126),
        key,
      ).toEqual([]);
      expect(
        values.some((value) => value !== 0),
        key,
      ).toBe(true);
    }
  },
);

test("a part of a tensor outlives the whole, and a memory that grows", async () => {
  const kernels = await start({ threads: 1 });
  const size = 32;
  const data = Float32Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0));
  const same = kernels.frozen({ rows: size, cols: size, format: "f32", data });
  const through = (x: tf.Tensor2D) => kernels.linear(x, same, null, null);
  const whole = through(tf.ones([64, size]));
  const part = (row: number) => tf.slice(whole, [row, 0], [4, size]);
  const [kept, moved] = [part(8), part(16)];
  whole.dispose();
  // Takes the place of the whole, and then more than the memory has.
  through(tf.zeros([64, size]));
  const { reserved } = kernels.memory();
  through(tf.zeros([2 ** 18, size]));
  expect(kernels.memory().reserved).toBeGreaterThan(reserved);
  const ones = new Float32Array(4 * size).fill(1);
  expect(kept.dataSync()).toEqual(ones);
  expect(through(moved).dataSync()).toEqual(ones);
});

test("running out of memory is an error of its kind, and leaves the kernels usable", async () => {
  const kernels = await start({ threads: 2, maxBytes: 8 * 2 ** 20 });
  const random = createRandom(1);
  const small = kernels.frozen(randomPacked(random, "q8", 64, 64));
  const inUse = kernels.memory().inUse;
  expect(() => kernels.frozen(randomPacked(random, "f32", 2048, 2048))).toThrow(
    expect.objectContaining({ kind: "out-of-memory" }),
  );
  const shape = { layers: 4, batch: 4, capacity: 512, heads: 4, kvHeads: 4, headDim: 64 };
  expect(() => kernels.createKvCache(shape)).toThrow(expect.objectContaining({ kind: "out-of-memory" }));
  expect(kernels.memory().inUse).toBe(inUse);
  const y = kernels.linear(tf.ones([2, 64]), small, null, null);
  expect(y.shape).toEqual([2, 64]);
});

test("tensors of TensorFlow.js's own ops and of other backends are taken as they are", async () => {
  await tf.setBackend("cpu");
  const elsewhere = tf.tensor2d([3, 4], [1, 2]);
  const kernels = await start({ threads: 1 });
  const gain = tf.ones<tf.Rank.R1>([2]);
  const normed = kernels.rmsNorm(elsewhere, gain, 0);
  const sliced = tf.slice<tf.Rank.R2, tf.Tensor2D>(
    tf.concat([normed, tf.mul<tf.Tensor2D>(normed, 2)]),
    [1, 0],
    [1, 2],
  );
  const sum = tf.addN([kernels.glu(sliced, sliced, "silu"), tf.zeros<tf.Rank.R2>([1, 2]), tf.add(sliced, 1)]);
  const expected = [3, 4].map((value) => {
    const doubled = (2 * value) / Math.sqrt(12.5);
    return doubled + 1 + doubled ** 2 / (1 + Math.exp(-doubled));
  });
  expect([...sum.dataSync()]).toEqual(expected.map((value) => expect.closeTo(value, 4)));
});

test("what was read stays what it was when the memory is used again", async () => {
  const kernels = await start({ threads: 1 });
  const gain = tf.ones<tf.Rank.R1>([4]);
  const y = kernels.rmsNorm(tf.tensor2d([1, 1, 1, 1], [1, 4]), gain, 0);
  const read = y.dataSync();
  y.dispose();
  kernels.rmsNorm(tf.tensor2d([1, 2, 3, 4], [1, 4]), gain, 0);
  expect([...read]).toEqual([1, 1, 1, 1]);
});

test("kernels are started beside others, and go on when those have gone", async () => {
  const first = await start({ threads: 2 });
  const computes = (kernels: WasmKernels) => {
    const y = kernels.glu(tf.ones([1, 4]), tf.ones([1, 4]), "silu");
    expect(y.dataSync()[0]).toBeCloseTo(0.73106, 4);
  };
  computes(first);
  const second = await start({ threads: 2 });
  computes(second);
  expect(second.backendName).not.toBe(first.backendName);
  started.splice(started.indexOf(first), 1);
  first.dispose();
  expect(tf.findBackend(first.backendName)).toBeNull();
  expect(tf.getKernelsForBackend(first.backendName)).toEqual([]);
  computes(second);
});

test("what is not a number stays so, for one token too", async () => {
  const kernels = await start({ threads: 1 });
  const random = createRandom(2);
  for (const format of PACKED_FORMATS) {
    const w = kernels.frozen(randomPacked(random, format, 16, 64));
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const x = new Float32Array(64).fill(1);
      x[40] = bad;
      const y = kernels.linear(tf.tensor2d(x, [1, 64]), w, null, null).dataSync();
      expect(
        y.every((value) => !Number.isFinite(value)),
        `${format}, ${bad}`,
      ).toBe(true);
    }
    const zero = kernels.linear(tf.zeros([1, 64]), w, null, null).dataSync();
    expect(zero.every((value) => value === 0)).toBe(true);
  }
});

test("one token's product is as exact as float sums are, next to a very large element", async () => {
  const kernels = await start({ threads: 1 });
  const random = createRandom(4);
  for (const format of ["q8", "q4"] as const) {
    const packed = randomPacked(random, format, 32, 576);
    const x = Float32Array.from({ length: 576 }, (_, i) => (i === 77 ? 3000 : random.normal()));
    const y = kernels.linear(tf.tensor2d(x, [1, 576]), kernels.frozen(packed), null, null).dataSync();
    const row = new Float32Array(576);
    for (let i = 0; i < 32; i++) {
      unpackRow(packed, i, row, 0);
      const terms = Array.from(row, (weight, j) => weight * x[j]!);
      const exact = terms.reduce((sum, term) => sum + term, 0);
      const size = terms.reduce((sum, term) => sum + Math.abs(term), 0);
      expect(Math.abs(y[i]! - exact) / size).toBeLessThan(2e-6);
    }
  }
});

test("rows are gathered whole; other gathers are TensorFlow.js's own", async () => {
  await start({ threads: 1 });
  const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
  const rows = tf.tensor1d([2, 0, 2], "int32");
  expect(tf.gather(x, rows).arraySync()).toEqual([
    [5, 6],
    [1, 2],
    [5, 6],
  ]);
  // Indices that lie in the kernels' memory, too.
  expect(tf.gather(tf.add(x, x), tf.gather(rows, tf.tensor1d([1, 0], "int32"))).arraySync()).toEqual([
    [2, 4],
    [10, 12],
  ]);
  expect(tf.gather(x, tf.tensor1d([1], "int32"), 1).arraySync()).toEqual([[2], [4], [6]]);
  expect(() => tf.gather(x, tf.tensor1d([3], "int32"))).toThrow("no row 3");
});
