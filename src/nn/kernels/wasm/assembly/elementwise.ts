// Sums, gated units and AdamW on flat arrays, one pass over memory each. Buffers are padded to 16 bytes, so the last
// step may take a whole vector.

import { JOB_ADAMW, JOB_ADD, JOB_GLU, JOB_GLU_BACKWARD } from "./chunks";
import { ARGS, CHUNK_ELEMENTS, run } from "./jobs";
import { fma, sigmoid4 } from "./simd";

@unmanaged
class FlatArgs {
  a: usize;
  b: usize;
  c: usize;
  y: usize;
  z: usize;
  count: i32;
  /** The activation's curve, see ACTIVATIONS in kernels.ts. */
  linear: f32;
  cubic: f32;
}

function runFlat(job: i32, count: i32): void {
  run(job, (count + CHUNK_ELEMENTS - 1) / CHUNK_ELEMENTS);
}

// @ts-ignore: decorator
@inline
function chunkStart(chunk: i32): usize {
  return <usize>chunk * CHUNK_ELEMENTS << 2;
}

// @ts-ignore: decorator
@inline
function chunkEnd(chunk: i32, count: i32): usize {
  return min(<usize>(chunk + 1) * CHUNK_ELEMENTS, <usize>count) << 2;
}

/** y = a + b. */
export function add(a: usize, b: usize, y: usize, count: i32): void {
  const args = changetype<FlatArgs>(ARGS);
  args.a = a;
  args.b = b;
  args.y = y;
  args.count = count;
  runFlat(JOB_ADD, count);
}

export function addChunk(chunk: i32): void {
  const args = changetype<FlatArgs>(ARGS);
  const a = args.a, b = args.b, y = args.y;
  for (let i = chunkStart(chunk), end = chunkEnd(chunk, args.count); i < end; i += 16) {
    v128.store(y + i, f32x4.add(v128.load(a + i), v128.load(b + i)));
  }
}

/** y = act(gate) · up, where act(x) = x · σ(linear·x + cubic·x³). */
export function glu(gate: usize, up: usize, y: usize, count: i32, linear: f32, cubic: f32): void {
  const args = changetype<FlatArgs>(ARGS);
  args.a = gate;
  args.b = up;
  args.y = y;
  args.count = count;
  args.linear = linear;
  args.cubic = cubic;
  runFlat(JOB_GLU, count);
}

export function gluChunk(chunk: i32): void {
  const args = changetype<FlatArgs>(ARGS);
  const linear = f32x4.splat(args.linear), cubic = f32x4.splat(args.cubic);
  for (let i = chunkStart(chunk), end = chunkEnd(chunk, args.count); i < end; i += 16) {
    const gate = v128.load(args.a + i);
    const s = sigmoid4(f32x4.mul(gate, fma(f32x4.mul(gate, gate), cubic, linear)));
    v128.store(args.y + i, f32x4.mul(f32x4.mul(gate, s), v128.load(args.b + i)));
  }
}

/** With z the argument of σ and s = σ(z): dGate = dy · up · s·(1 + gate·z'·(1 − s)), dUp = dy · gate·s. */
export function gluBackward(
  dy: usize, gate: usize, up: usize, dGate: usize, dUp: usize, count: i32, linear: f32, cubic: f32,
): void {
  const args = changetype<FlatArgs>(ARGS);
  args.a = gate;
  args.b = up;
  args.c = dy;
  args.y = dGate;
  args.z = dUp;
  args.count = count;
  args.linear = linear;
  args.cubic = cubic;
  runFlat(JOB_GLU_BACKWARD, count);
}

export function gluBackwardChunk(chunk: i32): void {
  const args = changetype<FlatArgs>(ARGS);
  const one = f32x4.splat(1);
  const linear = f32x4.splat(args.linear), cubic = f32x4.splat(args.cubic), cubic3 = f32x4.splat(3 * args.cubic);
  for (let i = chunkStart(chunk), end = chunkEnd(chunk, args.count); i < end; i += 16) {
    const gate = v128.load(args.a + i), dy = v128.load(args.c + i);
    const square = f32x4.mul(gate, gate);
    const s = sigmoid4(f32x4.mul(gate, fma(square, cubic, linear)));
    const rise = f32x4.mul(gate, fma(square, cubic3, linear));
    const slope = f32x4.mul(s, fma(rise, f32x4.sub(one, s), one));
    v128.store(args.y + i, f32x4.mul(f32x4.mul(dy, v128.load(args.b + i)), slope));
    v128.store(args.z + i, f32x4.mul(dy, f32x4.mul(gate, s)));
  }
}

@unmanaged
class AdamWArgs {
  parameter: usize;
  gradient: usize;
  m: usize;
  v: usize;
  newParameter: usize;
  newM: usize;
  newV: usize;
  count: i32;
  beta1: f32;
  beta2: f32;
  eps: f32;
  gradientScale: f32;
  /** 1 − learningRate · weightDecay. */
  decay: f32;
  /** learningRate / (1 − beta1^step). */
  rate: f32;
  /** 1 / √(1 − beta2^step). */
  rootCorrection: f32;
}

/** One step of AdamW in the order of operations of torch.optim.AdamW. */
export function adamW(
  parameter: usize, gradient: usize, m: usize, v: usize, newParameter: usize, newM: usize, newV: usize,
  count: i32, beta1: f32, beta2: f32, eps: f32, gradientScale: f32, decay: f32, rate: f32, rootCorrection: f32,
): void {
  const args = changetype<AdamWArgs>(ARGS);
  args.parameter = parameter;
  args.gradient = gradient;
  args.m = m;
  args.v = v;
  args.newParameter = newParameter;
  args.newM = newM;
  args.newV = newV;
  args.count = count;
  args.beta1 = beta1;
  args.beta2 = beta2;
  args.eps = eps;
  args.gradientScale = gradientScale;
  args.decay = decay;
  args.rate = rate;
  args.rootCorrection = rootCorrection;
  runFlat(JOB_ADAMW, count);
}

export function adamWChunk(chunk: i32): void {
  const args = changetype<AdamWArgs>(ARGS);
  const beta1 = f32x4.splat(args.beta1), rest1 = f32x4.splat(1 - args.beta1);
  const beta2 = f32x4.splat(args.beta2), rest2 = f32x4.splat(1 - args.beta2);
  const eps = f32x4.splat(args.eps), scale = f32x4.splat(args.gradientScale);
  const decay = f32x4.splat(args.decay), rate = f32x4.splat(args.rate);
  const rootCorrection = f32x4.splat(args.rootCorrection);
  for (let i = chunkStart(chunk), end = chunkEnd(chunk, args.count); i < end; i += 16) {
    const g = f32x4.mul(v128.load(args.gradient + i), scale);
    const m = f32x4.add(f32x4.mul(v128.load(args.m + i), beta1), f32x4.mul(g, rest1));
    const v = f32x4.add(f32x4.mul(v128.load(args.v + i), beta2), f32x4.mul(f32x4.mul(g, g), rest2));
    const denominator = f32x4.add(f32x4.mul(f32x4.sqrt(v), rootCorrection), eps);
    const change = f32x4.mul(f32x4.div(m, denominator), rate);
    v128.store(args.newM + i, m);
    v128.store(args.newV + i, v);
    v128.store(args.newParameter + i, f32x4.sub(f32x4.mul(v128.load(args.parameter + i), decay), change));
  }
}
