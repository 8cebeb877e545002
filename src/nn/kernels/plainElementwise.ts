import * as tf from "@tensorflow/tfjs-core";
import { ACTIVATIONS, type Activation, type AdamWStep, type RopeAngles } from "./kernels.ts";

export function rmsNorm(x: tf.Tensor2D, gain: tf.Tensor1D, eps: number): tf.Tensor2D {
  return tf.tidy(() => tf.mul(tf.mul(x, inverseRms(x, eps)), gain));
}

/** With r = 1/rms(x) and g = dy·gain: dx = r·g − x · r³ · mean(g·x). */
export function rmsNormBackward(
  dy: tf.Tensor2D,
  x: tf.Tensor2D,
  gain: tf.Tensor1D,
  eps: number,
): tf.Tensor2D {
  return tf.tidy(() => {
    const r = inverseRms(x, eps);
    const g = tf.mul(dy, gain);
    const normalized = tf.mul(x, r);
    const along = tf.mean(tf.mul(g, normalized), 1, true);
    return tf.mul(tf.sub(g, tf.mul(normalized, along)), r);
  });
}

function inverseRms(x: tf.Tensor2D, eps: number): tf.Tensor2D {
  return tf.rsqrt(tf.add(tf.mean<tf.Tensor2D>(tf.square(x), 1, true), eps));
}

export function rope(x: tf.Tensor2D, angles: RopeAngles, inverse: boolean): tf.Tensor2D {
  const [n, features] = x.shape;
  const half = angles.headDim / 2;
  const heads = features / angles.headDim;
  return tf.tidy(() => {
    const cos = tf.tensor3d(rowsAt(angles.cos, half, angles.positions), [n, 1, half]);
    const sin = tf.tensor3d(rowsAt(angles.sin, half, angles.positions), [n, 1, half]);
    const turn = inverse ? tf.neg(sin) : sin;
    const split = tf.reshape(x, [n, heads, 2 * half]);
    const first = tf.slice(split, [0, 0, 0], [n, heads, half]);
    const second = tf.slice(split, [0, 0, half], [n, heads, half]);
    const rotatedFirst = tf.sub(tf.mul(first, cos), tf.mul(second, turn));
    const rotatedSecond = tf.add(tf.mul(second, cos), tf.mul(first, turn));
    return tf.reshape(tf.concat([rotatedFirst, rotatedSecond], 2), [n, features]);
  });
}

function rowsAt(table: Float32Array, width: number, rows: Int32Array): Float32Array {
  const out = new Float32Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    out.set(table.subarray(rows[i]! * width, (rows[i]! + 1) * width), i * width);
  }
  return out;
}

export function glu(gate: tf.Tensor2D, up: tf.Tensor2D, activation: Activation): tf.Tensor2D {
  return tf.tidy(() => tf.mul(tf.mul(gate, sigmoidOf(gate, activation)), up));
}

/** With z the argument of σ and s = σ(z): dGate = dy · up · s·(1 + gate·z'·(1 − s)), dUp = dy · gate·s. */
export function gluBackward(
  dy: tf.Tensor2D,
  gate: tf.Tensor2D,
  up: tf.Tensor2D,
  activation: Activation,
): { dGate: tf.Tensor2D; dUp: tf.Tensor2D } {
  const { linear, cubic } = ACTIVATIONS[activation];
  const [dGate, dUp] = tf.tidy(() => {
    const s = sigmoidOf(gate, activation);
    const rise = tf.add(tf.mul(tf.square(gate), 3 * cubic), linear);
    const slope = tf.mul(s, tf.add(tf.mul(tf.mul(gate, rise), tf.sub(1, s)), 1));
    return [tf.mul<tf.Tensor2D>(tf.mul(dy, up), slope), tf.mul<tf.Tensor2D>(dy, tf.mul(gate, s))] as const;
  });
  return { dGate, dUp };
}

function sigmoidOf(gate: tf.Tensor2D, activation: Activation): tf.Tensor2D {
  const { linear, cubic } = ACTIVATIONS[activation];
  return tf.sigmoid(tf.mul(gate, tf.add(tf.mul(tf.square(gate), cubic), linear)));
}

export function squaredNorm(tensors: readonly tf.Tensor2D[]): tf.Scalar {
  return tf.tidy(() => tf.addN<tf.Scalar>(tensors.map((tensor) => tf.sum<tf.Scalar>(tf.square(tensor)))));
}

/**
 * Decoupled weight decay first, then Adam's step with bias-corrected moments (Loshchilov & Hutter 2019,
 * algorithm 2, in the order of operations of torch.optim.AdamW).
 */
export function adamW(
  parameter: tf.Tensor2D,
  gradient: tf.Tensor2D,
  m: tf.Tensor2D,
  v: tf.Tensor2D,
  step: AdamWStep,
): { parameter: tf.Tensor2D; m: tf.Tensor2D; v: tf.Tensor2D } {
  const { learningRate, beta1, beta2, eps, weightDecay } = step;
  const correction1 = 1 - beta1 ** step.step;
  const correction2 = 1 - beta2 ** step.step;
  const [nextParameter, nextM, nextV] = tf.tidy(() => {
    const g = tf.mul(gradient, step.gradientScale);
    const newM = tf.add<tf.Tensor2D>(tf.mul(m, beta1), tf.mul(g, 1 - beta1));
    const newV = tf.add<tf.Tensor2D>(tf.mul(v, beta2), tf.mul(tf.square(g), 1 - beta2));
    const denominator = tf.add(tf.div(tf.sqrt(newV), Math.sqrt(correction2)), eps);
    const decayed = tf.mul(parameter, 1 - learningRate * weightDecay);
    const change = tf.mul(tf.div(newM, denominator), learningRate / correction1);
    return [tf.sub<tf.Tensor2D>(decayed, change), newM, newV] as const;
  });
  return { parameter: nextParameter, m: nextM, v: nextV };
}
