import * as tf from "@tensorflow/tfjs-core";
import { createRandom, type Random } from "../../../protocol/random.ts";
import type { PackedMatrix } from "../../packedMatrix.ts";
import { unpackRow } from "../../unpackMatrix.ts";
import { openWebGpu } from "./openWebGpu.ts";

const ROWS = 12;
const INPUTS = 64;
const OUTPUTS = 40;
const RANK = 4;
const SCALE = 0.5;
/** Sums of 64 products in another order differ by about 1e-6 of their size. */
const TOLERANCE = 1e-4;

/**
 * Takes the gradients of a small adapted q4 layer on a device opened for it alone and compares them with ordinary
 * arithmetic: what training rests on. In words what is wrong, or null.
 */
export async function gradientSelfTest(): Promise<string | null> {
  const random = createRandom(7);
  const matrix = randomQ4(random);
  const x = normal(random, ROWS * INPUTS);
  const dy = normal(random, ROWS * OUTPUTS);
  const a = normal(random, INPUTS * RANK);
  const b = normal(random, RANK * OUTPUTS);

  const { backendName: before } = tf.engine();
  const gpu = await openWebGpu(() => {});
  const w = gpu.kernels.frozen(matrix);
  const lora = { a: tf.tensor2d(a, [INPUTS, RANK]), b: tf.tensor2d(b, [RANK, OUTPUTS]), scale: SCALE };
  const inputs = { x: tf.tensor2d(x, [ROWS, INPUTS]), dy: tf.tensor2d(dy, [ROWS, OUTPUTS]) };
  const gradients = gpu.kernels.linearBackward(inputs.dy, inputs.x, w, lora);
  const results = { dx: gradients.dx, ...gradients.lora };
  try {
    for (const [name, reference] of Object.entries(referenceGradients(matrix, { x, dy, a, b }))) {
      const tensor = Object.entries(results).find(([key]) => key === name)?.[1];
      const error = tensor ? deviation(await tensor.data<"float32">(), reference) : Number.NaN;
      if (!(error <= TOLERANCE)) return `its gradient ${name} is off by ${(100 * error).toPrecision(2)} %`;
    }
    return null;
  } finally {
    for (const held of [w, lora.a, lora.b, inputs.x, inputs.dy, ...Object.values(results)]) held.dispose();
    gpu.close();
    if (before) await tf.setBackend(before);
  }
}

function randomQ4(random: Random): PackedMatrix {
  const blocks = (OUTPUTS * INPUTS) / 32;
  const scales = Float32Array.from({ length: blocks }, () => 0.02 * (0.5 + random.next()));
  const data = Uint32Array.from({ length: 4 * blocks }, () => Math.floor(random.next() * 2 ** 32));
  const mins = scales.map((scale) => -7.5 * scale);
  return { rows: OUTPUTS, cols: INPUTS, format: "q4", data, blockSize: 32, scales, mins };
}

function normal(random: Random, length: number): Float32Array {
  return Float32Array.from({ length }, () => random.normal());
}

/** dx = dy·W + s·(dy·Bᵀ)·Aᵀ, dA = s·xᵀ·(dy·Bᵀ), dB = s·(x·A)ᵀ·dy, in double precision. */
function referenceGradients(
  matrix: PackedMatrix,
  given: { x: Float32Array; dy: Float32Array; a: Float32Array; b: Float32Array },
): { dx: number[]; da: number[]; db: number[] } {
  const { x, dy, a, b } = given;
  const w = new Float32Array(OUTPUTS * INPUTS);
  for (let row = 0; row < OUTPUTS; row++) unpackRow(matrix, row, w, row * INPUTS);
  /** The product of two row-major matrices `[rows, inner]` and `[inner, cols]`. */
  const multiply = (left: ArrayLike<number>, right: ArrayLike<number>, inner: number, cols: number) => {
    const out = new Array<number>((left.length / inner) * cols).fill(0);
    for (let i = 0; i < left.length; i++) {
      const row = Math.floor(i / inner);
      for (let j = 0; j < cols; j++) out[row * cols + j]! += left[i]! * right[(i % inner) * cols + j]!;
    }
    return out;
  };
  const transpose = (m: ArrayLike<number>, cols: number) =>
    Array.from({ length: m.length }, (_, i) => {
      const rows = m.length / cols;
      return m[(i % rows) * cols + Math.floor(i / rows)]!;
    });
  const du = multiply(dy, transpose(b, OUTPUTS), OUTPUTS, RANK).map((value) => SCALE * value);
  const own = multiply(dy, w, OUTPUTS, INPUTS);
  const adapted = multiply(du, transpose(a, RANK), RANK, INPUTS);
  return {
    dx: own.map((value, i) => value + adapted[i]!),
    da: multiply(transpose(x, INPUTS), du, ROWS, RANK),
    db: multiply(
      transpose(
        multiply(x, a, INPUTS, RANK).map((value) => SCALE * value),
        RANK,
      ),
      dy,
      ROWS,
      OUTPUTS,
    ),
  };
}

/** Largest difference over the largest magnitude; NaN for other lengths or NaN. */
function deviation(actual: ArrayLike<number>, reference: readonly number[]): number {
  if (actual.length !== reference.length) return Number.NaN;
  let largest = 0;
  let worst = 0;
  reference.forEach((value, i) => {
    largest = Math.max(largest, Math.abs(value));
    const error = Math.abs(actual[i]! - value);
    worst = error > worst || Number.isNaN(error) ? error : worst;
  });
  return worst / largest;
}
