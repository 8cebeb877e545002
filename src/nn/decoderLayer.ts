import * as tf from "@tensorflow/tfjs-core";
import type { LinearName } from "../protocol/adapterSettings.ts";
import type { ModelConfig } from "./config.ts";
import type { DecoderLayerWeights } from "./decoderWeights.ts";
import type { AttentionShape, Kernels, LinearGradients, LoraPair, RopeAngles } from "./kernels/kernels.ts";

/** The adapter's matrices of one layer, by the linear layer they are added to. */
export type LayerLora = Partial<Record<LinearName, LoraPair>>;
export type LayerLoraGradients = Partial<Record<LinearName, { da: tf.Tensor2D; db: tf.Tensor2D }>>;

/** What all layers of one pass share. `attend` is plain attention in training, cached attention in decoding. */
export interface LayerPass {
  kernels: Kernels;
  config: ModelConfig;
  angles(layer: number): RopeAngles;
  attend(q: tf.Tensor2D, k: tf.Tensor2D, v: tf.Tensor2D, layer: number): tf.Tensor2D;
}

/**
 * What the backward pass of a layer needs and cannot cheaply make again: norms and the gated product
 * are recomputed from these, which about halves the memory of a training step.
 */
export interface LayerActivations {
  x: tf.Tensor2D;
  /** Before the per-head norms; null without them. */
  rawQ: tf.Tensor2D | null;
  rawK: tf.Tensor2D | null;
  /** After the rotation. */
  q: tf.Tensor2D;
  k: tf.Tensor2D;
  v: tf.Tensor2D;
  /** What attention gives; from here on only rows that are read. */
  mixed: tf.Tensor2D;
  /** What the attention block gives, before its norm; null without sandwich norms. */
  attended: tf.Tensor2D | null;
  /** x plus the attention block's output. */
  residual: tf.Tensor2D;
  gate: tf.Tensor2D;
  up: tf.Tensor2D;
  /** What the feed-forward block gives, as `attended`. */
  fed: tf.Tensor2D | null;
}

export function disposeActivations(activations: Partial<LayerActivations>): void {
  for (const tensor of Object.values(activations)) tensor?.dispose();
}

/**
 * One pre-norm decoder block on x `[n, hidden]`. Of the last block only some rows may be read: `read` names them, null
 * for all, and the output is theirs alone, as only attention mixes rows. With `keep`, the activations that
 * `layerBackward` needs are kept for the caller to dispose of, x among them; without, only the output outlives the call.
 */
export function layerForward(
  x: tf.Tensor2D,
  index: number,
  weights: DecoderLayerWeights,
  lora: LayerLora,
  pass: LayerPass,
  read: Int32Array | null,
  keep: (activations: LayerActivations) => void = () => {},
): tf.Tensor2D {
  const { kernels, config } = pass;
  const eps = config.rmsNormEps;
  const outNorm = (y: tf.Tensor2D, gain: tf.Tensor1D | null) => (gain ? kernels.rmsNorm(y, gain, eps) : y);
  const project = (input: tf.Tensor2D, name: LinearName) =>
    kernels.linear(input, weights.linears[name], lora[name] ?? null, weights.biases[name] ?? null);
  return tf.tidy(() => {
    const normed = kernels.rmsNorm(x, weights.attentionNorm, eps);
    const rawQ = project(normed, "q_proj");
    const rawK = project(normed, "k_proj");
    const v = project(normed, "v_proj");
    const angles = pass.angles(index);
    const q = kernels.rope(headNorm(rawQ, weights.qNorm, pass), angles, false);
    const k = kernels.rope(headNorm(rawK, weights.kNorm, pass), angles, false);
    const mixed = rowsOf(pass.attend(q, k, v, index), read);
    const attended = project(mixed, "o_proj");
    const residual = tf.add<tf.Tensor2D>(rowsOf(x, read), outNorm(attended, weights.attentionOutNorm));
    const normedResidual = kernels.rmsNorm(residual, weights.feedForwardNorm, eps);
    const gate = project(normedResidual, "gate_proj");
    const up = project(normedResidual, "up_proj");
    const fed = project(kernels.glu(gate, up, config.activation), "down_proj");
    const output = tf.add<tf.Tensor2D>(residual, outNorm(fed, weights.feedForwardOutNorm));
    // Last, so that of a pass that fails nothing is kept.
    keep({
      x,
      rawQ: weights.qNorm && rawQ,
      rawK: weights.kNorm && rawK,
      q,
      k,
      v,
      mixed,
      attended: weights.attentionOutNorm && attended,
      residual,
      gate,
      up,
      fed: weights.feedForwardOutNorm && fed,
    });
    return output;
  });
}

/** A pass whose attention can be gone back through. */
export interface BackwardPass extends LayerPass {
  shape(layer: number): AttentionShape;
}

/** Gradients of one block by its input and its adapter, from the gradient by its output, the rows that were read. */
export function layerBackward(
  dOutput: tf.Tensor2D,
  saved: LayerActivations,
  index: number,
  weights: DecoderLayerWeights,
  lora: LayerLora,
  pass: BackwardPass,
  read: Int32Array | null,
): { dx: tf.Tensor2D; lora: LayerLoraGradients } {
  const { kernels, config } = pass;
  const eps = config.rmsNormEps;
  return tf.tidy(() => {
    const gradients: LayerLoraGradients = {};
    const back = (dy: tf.Tensor2D, input: tf.Tensor2D, name: LinearName): tf.Tensor2D => {
      const result: LinearGradients = kernels.linearBackward(
        dy,
        input,
        weights.linears[name],
        lora[name] ?? null,
      );
      if (result.lora) gradients[name] = result.lora;
      return result.dx;
    };
    const outNormBack = (dy: tf.Tensor2D, y: tf.Tensor2D | null, gain: tf.Tensor1D | null) =>
      gain && y ? kernels.rmsNormBackward(dy, y, gain, eps) : dy;
    const angles = pass.angles(index);
    // Feed-forward half.
    const gated = kernels.glu(saved.gate, saved.up, config.activation);
    const dGated = back(outNormBack(dOutput, saved.fed, weights.feedForwardOutNorm), gated, "down_proj");
    const { dGate, dUp } = kernels.gluBackward(dGated, saved.gate, saved.up, config.activation);
    const normedResidual = kernels.rmsNorm(saved.residual, weights.feedForwardNorm, eps);
    const dNormedResidual = tf.add<tf.Tensor2D>(
      back(dGate, normedResidual, "gate_proj"),
      back(dUp, normedResidual, "up_proj"),
    );
    const dResidual = tf.add<tf.Tensor2D>(
      dOutput,
      kernels.rmsNormBackward(dNormedResidual, saved.residual, weights.feedForwardNorm, eps),
    );
    // Attention half.
    const dAttended = outNormBack(dResidual, saved.attended, weights.attentionOutNorm);
    const { q, k, v } = saved;
    const dMixed = amongAll(back(dAttended, saved.mixed, "o_proj"), read, q.shape[0]);
    const { dq, dk, dv } = kernels.attentionBackward(dMixed, q, k, v, pass.shape(index));
    const dRawQ = headNormBackward(kernels.rope(dq, angles, true), saved.rawQ, weights.qNorm, pass);
    const dRawK = headNormBackward(kernels.rope(dk, angles, true), saved.rawK, weights.kNorm, pass);
    const normed = kernels.rmsNorm(saved.x, weights.attentionNorm, eps);
    const dFromQ = back(dRawQ, normed, "q_proj");
    const dFromK = back(dRawK, normed, "k_proj");
    const dNormed = tf.add<tf.Tensor2D>(tf.add(dFromQ, dFromK), back(dv, normed, "v_proj"));
    const dx = tf.add<tf.Tensor2D>(
      amongAll(dResidual, read, saved.x.shape[0]),
      kernels.rmsNormBackward(dNormed, saved.x, weights.attentionNorm, eps),
    );
    return { dx, lora: gradients };
  });
}

function rowsOf(x: tf.Tensor2D, read: Int32Array | null): tf.Tensor2D {
  return read ? tf.gather(x, tf.tensor1d(read, "int32")) : x;
}

/** The rows that were read among all n, the others 0. */
function amongAll(dy: tf.Tensor2D, read: Int32Array | null, n: number): tf.Tensor2D {
  if (!read) return dy;
  const [count, width] = dy.shape;
  const place = new Int32Array(n).fill(count);
  read.forEach((row, i) => {
    place[row] = i;
  });
  const withZeroRow = tf.concat([dy, tf.zeros<tf.Rank.R2>([1, width])]);
  return tf.gather(withZeroRow, tf.tensor1d(place, "int32"));
}

/** The RMSNorm of each query or key head; x itself where the model has none. */
function headNorm(x: tf.Tensor2D, gain: tf.Tensor1D | null, pass: LayerPass): tf.Tensor2D {
  if (!gain) return x;
  const { kernels, config } = pass;
  const byHead = tf.reshape<tf.Rank.R2>(x, [-1, config.headDim]);
  return tf.reshape(kernels.rmsNorm(byHead, gain, config.rmsNormEps), x.shape);
}

function headNormBackward(
  dy: tf.Tensor2D,
  x: tf.Tensor2D | null,
  gain: tf.Tensor1D | null,
  pass: LayerPass,
): tf.Tensor2D {
  if (!gain || !x) return dy;
  const { kernels, config } = pass;
  const byHead = (tensor: tf.Tensor2D) => tf.reshape<tf.Rank.R2>(tensor, [-1, config.headDim]);
  return tf.reshape(kernels.rmsNormBackward(byHead(dy), byHead(x), gain, config.rmsNormEps), x.shape);
}
