import * as tf from "@tensorflow/tfjs-core";
import type { ModelConfig } from "./config.ts";
import type { DecoderWeights } from "./decoderWeights.ts";
import { HEAD_BLOCK_ELEMENTS, type Kernels } from "./kernels/kernels.ts";
import { expOrNothing, logSumExp } from "./sampling.ts";

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
  const { kernels, weights, config } = head;
  const normed = kernels.rmsNorm(hidden, weights.finalNorm, config.rmsNormEps);
  try {
    const { losses, dx } =
      weights.factors || "teacher" in targets
        ? await lossesInMemory(head, normed, targets)
        : likelihoods(head, normed, targets);
    const dHidden = kernels.rmsNormBackward(dx, hidden, weights.finalNorm, config.rmsNormEps);
    dx.dispose();
    return { losses, dHidden };
  } finally {
    normed.dispose();
  }
}

function likelihoods({ kernels, weights }: Head, x: tf.Tensor2D, targets: LossTargets) {
  const { nll, dx } = kernels.headLoss(x, weights.head, targets.targets, targets.weights);
  return { losses: nll, dx };
}

/**
 * With p = softmax(x·Wᵀ) and q the teacher's distribution: the loss of a row is KL(q ‖ p) = Σ_v q[v]·(log q[v] − log p[v]),
 * its gradient by the logits p − q. The soft cross entropy −Σ_v q[v]·log p[v] of distillation (Hinton et al. 2015)
 * differs from it by the entropy of q, which no parameter moves, so it has the same gradient.
 *
 * The softmax is taken in ordinary memory, so that every backend has it; that costs one read of the logits, of which
 * at most `HEAD_BLOCK_ELEMENTS` exist at a time. Where tokens are sums of factors, only the factors' logits are read.
 */
async function lossesInMemory(
  { kernels, weights: { head, factors }, config: { vocabSize } }: Head,
  x: tf.Tensor2D,
  targets: LossTargets | TeacherTargets,
): Promise<{ losses: tf.Tensor1D; dx: tf.Tensor2D }> {
  const [n, width] = x.shape;
  const losses = new Float32Array(n);
  const blocks: tf.Tensor2D[] = [];
  const blockRows = Math.max(1, Math.floor(HEAD_BLOCK_ELEMENTS / vocabSize));
  for (let start = 0; start < n; start += blockRows) {
    const count = Math.min(blockRows, n - start);
    const part = tf.slice(x, [start, 0], [count, width]);
    const headLogits = kernels.linear(part, head, null, null);
    const read = await headLogits.data<"float32">();
    const logits = factors ? factors.logits(read, count) : Float32Array.from(read);
    for (let row = 0; row < count; row++) {
      const at = start + row;
      const own = logits.subarray(row * vocabSize, (row + 1) * vocabSize);
      const weight = targets.weights[at]!;
      losses[at] =
        "teacher" in targets
          ? toDivergenceGradient(own, targets.teacher.subarray(at * vocabSize, (at + 1) * vocabSize), weight)
          : toLikelihoodGradient(own, targets.targets[at]!, weight);
    }
    const values = factors ? factors.gradients(logits, count, head.rows) : logits;
    const dLogits = tf.tensor2d(values, [count, head.rows]);
    blocks.push(kernels.linearBackward(dLogits, part, head, null).dx);
    tf.dispose([part, headLogits, dLogits]);
  }
  const dx = tf.concat(blocks);
  tf.dispose(blocks);
  return { losses: tf.tensor1d(losses), dx };
}

/** Turns a row of logits into weight·(p − q) in place and returns KL(q ‖ p). */
function toDivergenceGradient(logits: Float32Array, teacher: Float32Array, weight: number): number {
  const logTotal = logSumExp(logits);
  let divergence = 0;
  for (let v = 0; v < logits.length; v++) {
    const logP = logits[v]! - logTotal;
    const q = expOrNothing(teacher[v]!);
    // 0·log 0 = 0: what the teacher rules out adds nothing.
    if (q > 0) divergence += q * (teacher[v]! - logP);
    logits[v] = weight * (expOrNothing(logP) - q);
  }
  return divergence;
}

/** Turns a row of logits into weight·(p − 1 at the target) in place and returns −log p[target]. */
function toLikelihoodGradient(logits: Float32Array, target: number, weight: number): number {
  const logTotal = logSumExp(logits);
  const loss = logTotal - logits[target]!;
  // What is only measured has no gradient.
  if (weight === 0) logits.fill(0);
  else for (let v = 0; v < logits.length; v++) logits[v] = weight * expOrNothing(logits[v]! - logTotal);
  logits[target] = logits[target]! - weight;
  return loss;
}
