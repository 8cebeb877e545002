import * as tf from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import type { FrozenMatrix, Kernels, LoraPair } from "../src/nn/kernels/kernels.ts";
import { createRandom, type Random } from "../src/protocol/random.ts";
import { type PackedFormat, randomPacked } from "./packedSamples.ts";

/** What an operation is given: kernels, chance, and makers of inputs that are disposed of after it. */
export interface Bench {
  kernels: Kernels;
  random: Random;
  matrix(rows: number, cols: number, scale?: number): tf.Tensor2D;
  vector(length: number, scale?: number): tf.Tensor1D;
  frozen(format: PackedFormat, rows: number, cols: number, q8BlockSize?: 16 | 32): FrozenMatrix;
  lora(inputs: number, outputs: number, rank: number): LoraPair;
  /** Registers something to dispose of at the end. */
  own<T extends { dispose(): void }>(thing: T): T;
}
export type Operation = (bench: Bench) => Record<string, tf.Tensor>;
/** `looser` widens the tolerance where the reference itself sums very many terms. */
export type Compare = (title: string, operation: Operation, looser?: number) => void;

export async function selectBackend(name: string): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error(`The backend ${name} could not be started.`);
}

/** Runs an operation from the same seed on one backend; fails if it leaves tensors behind. */
export async function outputsOf(
  operation: Operation,
  kernels: Kernels,
  backend: string,
): Promise<Record<string, Float32Array>> {
  await selectBackend(backend);
  const before = tf.memory().numTensors;
  const random = createRandom(1);
  const owned: { dispose(): void }[] = [];
  const own = <T extends { dispose(): void }>(thing: T) => {
    owned.push(thing);
    return thing;
  };
  const normal = (length: number, scale: number) =>
    Float32Array.from({ length }, () => scale * random.normal());
  const matrix = (rows: number, cols: number, scale = 1) =>
    own(tf.tensor2d(normal(rows * cols, scale), [rows, cols]));
  const results = operation({
    kernels,
    random,
    own,
    matrix,
    vector: (length, scale = 1) => own(tf.tensor1d(normal(length, scale))),
    frozen: (format, rows, cols, q8BlockSize) =>
      own(kernels.frozen(randomPacked(random, format, rows, cols, q8BlockSize))),
    lora: (inputs, outputs, rank) => ({
      a: matrix(inputs, rank, 1 / Math.sqrt(inputs)),
      b: matrix(rank, outputs),
      scale: 0.7,
    }),
  });
  const values: Record<string, Float32Array> = {};
  for (const [key, tensor] of Object.entries(results)) {
    values[key] = Float32Array.from(await tensor.data());
    tensor.dispose();
  }
  for (const thing of owned) thing.dispose();
  expect(tf.memory().numTensors, "tensors left behind").toBe(before);
  return values;
}

/** Largest |actual − reference| over the largest |reference|; infinite for other lengths or NaN. */
export function deviation(actual: Float32Array, reference: Float32Array): number {
  if (actual.length !== reference.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  let worst = 0;
  for (let i = 0; i < reference.length; i++) {
    largest = Math.max(largest, Math.abs(reference[i]!));
    const error = Math.abs(actual[i]! - reference[i]!);
    worst = Math.max(worst, Number.isNaN(error) ? Number.POSITIVE_INFINITY : error);
  }
  return worst === 0 ? 0 : worst / Math.max(largest, 1e-12);
}
