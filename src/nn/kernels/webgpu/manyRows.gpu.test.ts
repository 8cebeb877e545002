import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenWebGpu, openWebGpu } from "./openWebGpu.ts";

let gpu: OpenWebGpu;
beforeAll(async () => {
  gpu = await openWebGpu(() => {});
});
afterAll(() => gpu.close());

test("more workgroups than the 65,535 of one dimension reach every element", async () => {
  // A workgroup has 64 elements.
  const size = 64 * 65_536 + 5;
  const x = tf.ones<tf.Rank.R2>([1, size]);
  const y = gpu.kernels.glu(x, x, "silu");
  const sum = tf.add(y, x);
  const values = await sum.data();
  for (const i of [0, 64 * 65_535 - 1, 64 * 65_535, 64 * 65_536, size - 1]) {
    expect(values[i]).toBeCloseTo(1 + 1 / (1 + Math.exp(-1)), 5);
  }
  tf.dispose([x, y, sum]);
});

test("attention over more than 65,535 rows of scores is right in each", async () => {
  // 161 sequences × 17 tokens × 24 heads = 65,688 rows; values are ones, so every mix of them is one.
  const shape = { batch: 161, length: 17, heads: 24, kvHeads: 1, headDim: 2, window: 0 };
  const lengths = new Int32Array(shape.batch).fill(shape.length);
  const rows = shape.batch * shape.length;
  const q = tf.ones<tf.Rank.R2>([rows, 48]);
  const k = tf.ones<tf.Rank.R2>([rows, 2]);
  const y = gpu.kernels.attention(q, k, k, { ...shape, lengths });
  expect((await y.data()).every((value) => value === 1)).toBe(true);
  tf.dispose([q, k, y]);
});

test("the library's softmax, silently wrong over so many rows, is refused", () => {
  const x = tf.ones([65_536, 1]);
  expect(() => tf.softmax(x)).toThrow("65,535 rows");
  x.dispose();
});
