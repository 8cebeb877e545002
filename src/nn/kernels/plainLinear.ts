import * as tf from "@tensorflow/tfjs-core";
import type { PackedMatrix } from "../packedMatrix.ts";
import { unpackRow } from "../unpackMatrix.ts";
import { type FrozenMatrix, HEAD_BLOCK_ELEMENTS, type LinearGradients, type LoraPair } from "./kernels.ts";

/**
 * A frozen weight matrix decoded to floats and held transposed, `[in, out]`: the WebAssembly backend
 * multiplies un-transposed operands ten times faster. The backward pass needs `[out, in]` and makes it
 * for the moment it is used, rather than holding every weight twice.
 */
export class PlainMatrix implements FrozenMatrix {
  readonly rows: number;
  readonly cols: number;
  readonly bytes: number;
  readonly transposed: tf.Tensor2D;

  constructor(matrix: PackedMatrix) {
    this.rows = matrix.rows;
    this.cols = matrix.cols;
    this.bytes = 4 * matrix.rows * matrix.cols;
    this.transposed = tf.keep(tf.tensor2d(unpackTransposed(matrix), [matrix.cols, matrix.rows]));
  }

  dispose(): void {
    this.transposed.dispose();
  }
}

export function linear(
  x: tf.Tensor2D,
  w: FrozenMatrix,
  lora: LoraPair | null,
  bias: tf.Tensor1D | null,
): tf.Tensor2D {
  return tf.tidy(() => {
    let y = tf.matMul<tf.Tensor2D>(x, plain(w).transposed);
    if (bias) y = tf.add(y, bias);
    if (lora) y = tf.add(y, tf.mul(tf.matMul(tf.matMul(x, lora.a), lora.b), lora.scale));
    return y;
  });
}

/**
 * With u = x·A: dB = scale · uᵀ·dy, du = scale · dy·Bᵀ, dA = xᵀ·du, dx = dy·W + du·Aᵀ.
 * Each transposed operand is materialised first, see `PlainMatrix`.
 */
export function linearBackward(
  dy: tf.Tensor2D,
  x: tf.Tensor2D,
  w: FrozenMatrix,
  lora: LoraPair | null,
): LinearGradients {
  const dxBase = tf.tidy(() => tf.matMul<tf.Tensor2D>(dy, tf.transpose(plain(w).transposed)));
  if (!lora) return { dx: dxBase, lora: null };
  const [dx, da, db] = tf.tidy(() => {
    const du = tf.mul<tf.Tensor2D>(tf.matMul(dy, tf.transpose(lora.b)), lora.scale);
    const u = tf.mul<tf.Tensor2D>(tf.matMul(x, lora.a), lora.scale);
    return [
      tf.add<tf.Tensor2D>(dxBase, tf.matMul(du, tf.transpose(lora.a))),
      tf.matMul<tf.Tensor2D>(tf.transpose(x), du),
      tf.matMul<tf.Tensor2D>(tf.transpose(u), dy),
    ] as const;
  });
  dxBase.dispose();
  return { dx, lora: { da, db } };
}

/** See `Kernels.headLoss`. Blocks of rows; a block whose weights are all 0 has no backward pass. */
export function headLoss(
  x: tf.Tensor2D,
  head: FrozenMatrix,
  targets: Int32Array,
  weights: Float32Array,
): { nll: tf.Tensor1D; dx: tf.Tensor2D } {
  const [n, hidden] = x.shape;
  const { transposed } = plain(head);
  const blockRows = Math.max(1, Math.floor(HEAD_BLOCK_ELEMENTS / head.rows));
  const [nll, dx] = tf.tidy(() => {
    const wholeHead = weights.some((weight) => weight !== 0) ? tf.transpose(transposed) : null;
    const nlls: tf.Tensor1D[] = [];
    const dxs: tf.Tensor2D[] = [];
    for (let start = 0; start < n; start += blockRows) {
      const rows = Math.min(blockRows, n - start);
      const blockWeights = weights.slice(start, start + rows);
      const blockTargets = targets.slice(start, start + rows);
      const [blockNll, blockDx] = tf.tidy(() => {
        const logits = tf.matMul<tf.Tensor2D>(tf.slice(x, [start, 0], [rows, hidden]), transposed);
        const logSum = tf.logSumExp(logits, 1, true);
        const index = tf.tensor2d(
          Array.from(blockTargets, (target, row) => [row, target]),
          [rows, 2],
          "int32",
        );
        const nllOfBlock = tf.sub<tf.Tensor1D>(tf.reshape(logSum, [rows]), tf.gatherND(logits, index));
        if (!wholeHead || blockWeights.every((weight) => weight === 0)) {
          return [nllOfBlock, tf.zeros<tf.Rank.R2>([rows, hidden])] as const;
        }
        // ∂nll/∂x = Σ_v p[v]·W[v] − W[target]
        const expected = tf.matMul(tf.exp<tf.Tensor2D>(tf.sub(logits, logSum)), wholeHead);
        const actual = tf.gather(wholeHead, tf.tensor1d(blockTargets, "int32"));
        return [
          nllOfBlock,
          tf.mul<tf.Tensor2D>(tf.sub(expected, actual), tf.tensor2d(blockWeights, [rows, 1])),
        ] as const;
      });
      nlls.push(blockNll);
      dxs.push(blockDx);
    }
    return [tf.concat(nlls), tf.concat(dxs)] as const;
  });
  return { nll, dx };
}

function plain(w: FrozenMatrix): PlainMatrix {
  if (w instanceof PlainMatrix) return w;
  throw new Error("A matrix of other kernels was given to the plain kernels.");
}

/** Decoded and transposed by tiles of rows, so that the writes stay within the cache. */
function unpackTransposed(matrix: PackedMatrix): Float32Array {
  const { rows, cols } = matrix;
  const tileRows = 16;
  const tile = new Float32Array(tileRows * cols);
  const out = new Float32Array(rows * cols);
  for (let start = 0; start < rows; start += tileRows) {
    const count = Math.min(tileRows, rows - start);
    for (let row = 0; row < count; row++) unpackRow(matrix, start + row, tile, row * cols);
    for (let col = 0; col < cols; col++) {
      for (let row = 0; row < count; row++) out[col * rows + start + row] = tile[row * cols + col]!;
    }
  }
  return out;
}
