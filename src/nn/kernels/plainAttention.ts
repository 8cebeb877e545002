import * as tf from "@tensorflow/tfjs-core";
import type { AttentionShape } from "./kernels.ts";

/** Above this many rows the softmax of the WebGPU backend is silently wrong (tfjs 4.22). */
const MAX_SOFTMAX_ROWS = 65_535;
const MASKED = -1e30;

/** See `Kernels.attention`. */
export function attention(
  q: tf.Tensor2D,
  k: tf.Tensor2D,
  v: tf.Tensor2D,
  shape: AttentionShape,
): tf.Tensor2D {
  return tf.tidy(() => {
    const parts = forwardParts(q, k, v, shape);
    return fromHeads(tf.matMul(parts.probabilities, parts.value), shape, shape.heads);
  });
}

/**
 * With P = softmax(scale · Q·Kᵀ): dV = Pᵀ·dO, dP = dO·Vᵀ, dS = P ∘ (dP − rowsum(P ∘ dP)),
 * dQ = scale · dS·K, dK = scale · dSᵀ·Q. The query heads of a group are stacked as rows (see `toGroups`),
 * so the sums over a group's heads are part of the products.
 */
export function attentionBackward(
  dOut: tf.Tensor2D,
  q: tf.Tensor2D,
  k: tf.Tensor2D,
  v: tf.Tensor2D,
  shape: AttentionShape,
): { dq: tf.Tensor2D; dk: tf.Tensor2D; dv: tf.Tensor2D } {
  const [dq, dk, dv] = tf.tidy(() => {
    const { query, key, value, probabilities: p } = forwardParts(q, k, v, shape);
    const dO = toGroups(dOut, shape, shape.heads);
    const dP = tf.matMul(dO, transposeLast(value));
    const pdP = tf.mul(p, dP);
    const dS = tf.mul<tf.Tensor3D>(
      tf.sub(pdP, tf.mul(p, tf.sum(pdP, 2, true))),
      1 / Math.sqrt(shape.headDim),
    );
    return [
      fromHeads(tf.matMul(dS, key), shape, shape.heads),
      fromHeads(tf.matMul(transposeLast(dS), query), shape, shape.kvHeads),
      fromHeads(tf.matMul(transposeLast(p), dO), shape, shape.kvHeads),
    ] as const;
  });
  return { dq, dk, dv };
}

function forwardParts(q: tf.Tensor2D, k: tf.Tensor2D, v: tf.Tensor2D, shape: AttentionShape) {
  const { batch, length, heads, kvHeads, headDim, lengths, window } = shape;
  const query = toGroups(q, shape, heads);
  const key = toGroups(k, shape, kvHeads);
  const value = toGroups(v, shape, kvHeads);
  const scores = tf.mul(tf.matMul(query, transposeLast(key)), 1 / Math.sqrt(headDim));
  const rows = Int32Array.from({ length: batch * length }, (_, row) => row % length);
  const visible = Int32Array.from({ length: batch * length }, (_, row) => {
    const real = lengths[Math.floor(row / length)]!;
    return rows[row]! < real ? rows[row]! + 1 : 0;
  });
  const probabilities = maskedSoftmax(scores, visible, window, { batch, kvHeads, queries: length });
  return { query, key, value, probabilities };
}

/**
 * Softmax over the last axis of scores `[batch · kvHeads, group · queries, keys]`, where query t of sequence b
 * sees the first `visible[b · queries + t]` keys, of these the last `window` (0 = all); a query that sees none gets
 * zeros.
 */
export function maskedSoftmax(
  scores: tf.Tensor,
  visible: Int32Array,
  window: number,
  shape: { batch: number; kvHeads: number; queries: number },
): tf.Tensor3D {
  const { batch, kvHeads, queries } = shape;
  const [problems, groupRows, keys] = [scores.shape[0]!, scores.shape[1]!, scores.shape[2]!];
  const bias = new Float32Array(batch * queries * keys);
  const real = new Float32Array(batch * queries);
  for (let row = 0; row < visible.length; row++) {
    bias.fill(MASKED, row * keys + visible[row]!, (row + 1) * keys);
    if (window > 0) bias.fill(MASKED, row * keys, row * keys + Math.max(0, visible[row]! - window));
    real[row] = visible[row]! > 0 ? 1 : 0;
  }
  const spread = [batch, kvHeads * (groupRows / queries), queries, keys];
  const masked = tf.add(tf.reshape(scores, spread), tf.tensor(bias, [batch, 1, queries, keys]));
  const probabilities = softmaxRows(tf.reshape(masked, [problems * groupRows, keys]));
  const cleared = tf.mul(tf.reshape(probabilities, spread), tf.tensor(real, [batch, 1, queries, 1]));
  return tf.reshape(cleared, [problems, groupRows, keys]);
}

function softmaxRows(x: tf.Tensor2D): tf.Tensor2D {
  const [rows, cols] = x.shape;
  if (rows <= MAX_SOFTMAX_ROWS) return tf.softmax(x);
  const parts: tf.Tensor2D[] = [];
  for (let start = 0; start < rows; start += MAX_SOFTMAX_ROWS) {
    parts.push(tf.softmax(tf.slice(x, [start, 0], [Math.min(MAX_SOFTMAX_ROWS, rows - start), cols])));
  }
  return tf.concat(parts);
}

/**
 * `[batch · length, heads · headDim]` → `[batch · kvHeads, group · length, headDim]`: the query heads that share
 * a key head stand one below the other. With heads = kvHeads the group is 1.
 */
export function toGroups(
  x: tf.Tensor2D,
  shape: { batch: number; length: number; kvHeads: number; headDim: number },
  heads: number,
): tf.Tensor3D {
  const { batch, length, kvHeads, headDim } = shape;
  const byHead = tf.transpose(tf.reshape(x, [batch, length, heads, headDim]), [0, 2, 1, 3]);
  return tf.reshape(byHead, [batch * kvHeads, (heads / kvHeads) * length, headDim]);
}

/** The inverse of `toGroups`. */
export function fromHeads(
  x: tf.Tensor,
  shape: { batch: number; length: number; headDim: number },
  heads: number,
): tf.Tensor2D {
  const { batch, length, headDim } = shape;
  const byToken = tf.transpose(tf.reshape(x, [batch, heads, length, headDim]), [0, 2, 1, 3]);
  return tf.reshape(byToken, [batch * length, heads * headDim]);
}

function transposeLast(x: tf.Tensor3D): tf.Tensor3D {
  return tf.transpose(x, [0, 2, 1]);
}
