import * as tf from "@tensorflow/tfjs-core";
import type { ModelConfig } from "./config.ts";
import type { DecoderWeights } from "./decoderWeights.ts";
import { HEAD_BLOCK_ELEMENTS, type Kernels } from "./kernels/kernels.ts";
import { toDivergenceGradient } from "./softmaxGradients.ts";

/** Which rows of a batch predict a token that counts, which token, and its weight in the loss. */
export interface LossTargets {
  rows: Int32Array;
  targets: Int32Array;
  weights: Float32Array;
}

/** Which rows of a batch are held to another model's log-probabilities, `[rows, vocabulary]`, and their weights. */
export interface TeacherTargets {
  rows: Int32Array;
  teacher: Float32Array;
  weights: Float32Array;
}

/** What the final norm and the head are made of. */
interface Head {
  kernels: Kernels;
  weights: DecoderWeights;
  config: ModelConfig;
}

/**
 * Final norm, head and loss of `hidden` `[n, hidden]`, the rows that count: the negative log-likelihood of a token, or
 * the divergence from a teacher, in nats; and the gradient of the weighted sum by `hidden`.
 */
export async function lossesOf(
  head: Head,
  hidden: tf.Tensor2D,
  targets: LossTargets | TeacherTargets,
): Promise<{ losses: tf.Tensor1D; dHidden: tf.Tensor2D }> {
  const { factors } = head.weights;
  if ("teacher" in targets) {
    const { vocabSize } = head.config;
    return lossesInMemory(head, hidden, (row, at) => {
      const teacher = targets.teacher.subarray(at * vocabSize, (at + 1) * vocabSize);
      const toGradient = (logits: Float32Array) =>
        toDivergenceGradient(logits, teacher, targets.weights[at]!);
      return factors ? factors.through(row, toGradient) : toGradient(row);
    });
  }
  return factors
    ? lossesInMemory(head, hidden, (row, at) =>
        factors.likelihoodGradient(row, targets.targets[at]!, targets.weights[at]!),
      )
    : likelihoods(head, hidden, targets);
}

function normOf({ kernels, weights, config }: Head, hidden: tf.Tensor2D): tf.Tensor2D {
  return kernels.rmsNorm(hidden, weights.finalNorm, config.rmsNormEps);
}

function normBackward(
  { kernels, weights, config }: Head,
  dNormed: tf.Tensor2D,
  hidden: tf.Tensor2D,
): tf.Tensor2D {
  return kernels.rmsNormBackward(dNormed, hidden, weights.finalNorm, config.rmsNormEps);
}

function likelihoods(head: Head, hidden: tf.Tensor2D, { targets, weights }: LossTargets) {
  return tf.tidy(() => {
    const { nll, dx } = head.kernels.headLoss(normOf(head, hidden), head.weights.head, targets, weights);
    return { losses: nll, dHidden: normBackward(head, dx, hidden) };
  });
}

/**
 * With p = softmax(x·Wᵀ) and q the teacher's distribution: the loss of a row is KL(q ‖ p) = Σ_v q[v]·(log q[v] − log p[v]),
 * its gradient by the logits p − q. The soft cross entropy −Σ_v q[v]·log p[v] of distillation (Hinton et al. 2015)
 * differs from it by the entropy of q, which no parameter moves, so it has the same gradient.
 *
 * The softmax is taken in ordinary memory, so that every backend has it; that costs one read of the logits, of which
 * at most `HEAD_BLOCK_ELEMENTS` exist at a time. Where tokens are sums of factors, only the factors' logits are read.
 *
 * @param toGradient turns the row of that index, what the head gives for it, into the gradient by it, in place; returns its loss
 */
async function lossesInMemory(
  head: Head,
  hidden: tf.Tensor2D,
  toGradient: (row: Float32Array, index: number) => number,
): Promise<{ losses: tf.Tensor1D; dHidden: tf.Tensor2D }> {
  const { kernels } = head;
  const matrix = head.weights.head;
  const [n, width] = hidden.shape;
  const losses = new Float32Array(n);
  const normed = tf.tidy(() => normOf(head, hidden));
  const blocks: tf.Tensor2D[] = [];
  const blockRows = Math.max(1, Math.floor(HEAD_BLOCK_ELEMENTS / matrix.rows));
  try {
    for (let start = 0; start < n; start += blockRows) {
      const count = Math.min(blockRows, n - start);
      const part = () => tf.slice(normed, [start, 0], [count, width]);
      const headLogits = tf.tidy(() => kernels.linear(part(), matrix, null, null));
      const read = await headLogits.data<"float32">().finally(() => headLogits.dispose());
      const values = Float32Array.from(read);
      for (let row = 0; row < count; row++) {
        const own = values.subarray(row * matrix.rows, (row + 1) * matrix.rows);
        losses[start + row] = toGradient(own, start + row);
      }
      const dLogits = () => tf.tensor2d(values, [count, matrix.rows]);
      blocks.push(tf.tidy(() => kernels.linearBackward(dLogits(), part(), matrix, null).dx));
    }
    return tf.tidy(() => ({
      losses: tf.tensor1d(losses),
      dHidden: normBackward(head, tf.concat(blocks), hidden),
    }));
  } finally {
    tf.dispose([normed, ...blocks]);
  }
}
