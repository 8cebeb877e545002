// RMSNorm, rotary positions, SwiGLU and AdamW: one pass over memory each, split by rows (or by elements).

import { exp4, fma, sigmoid4, sum4 } from "./simd";
import { ARGS, run } from "./jobs";
import {
  JOB_ADAMW, JOB_ADD, JOB_RMS_NORM, JOB_RMS_NORM_BACKWARD, JOB_ROPE, JOB_SWIGLU, JOB_SWIGLU_BACKWARD,
} from "./chunks";

/** Elements per chunk: waking a helper costs about as much as 8 thousand of them. */
const CHUNK_ELEMENTS: i32 = 16384;

@unmanaged
class RowArgs {
  x: usize;
  gain: usize;
  dy: usize;
  y: usize;
  rows: i32;
  cols: i32;
  eps: f32;
  chunkRows: i32;
}

function runRows(job: i32, args: RowArgs): void {
  args.chunkRows = max(1, CHUNK_ELEMENTS / args.cols);
  run(job, (args.rows + args.chunkRows - 1) / args.chunkRows);
}

/** y = x / rms(x) · gain for each row. */
export function rmsNorm(x: usize, gain: usize, y: usize, rows: i32, cols: i32, eps: f32): void {
  const args = changetype<RowArgs>(ARGS);
  args.x = x;
  args.gain = gain;
  args.y = y;
  args.rows = rows;
  args.cols = cols;
  args.eps = eps;
  runRows(JOB_RMS_NORM, args);
}

/** 1 / √(mean(x²) + eps). */
// @ts-ignore: decorator
@inline
function inverseRms(x: usize, cols: i32, eps: f32): f32 {
  let sum = f32x4.splat(0);
  let i: usize = 0;
  for (const end = <usize>(cols & ~3) << 2; i < end; i += 16) {
    const v = v128.load(x + i);
    sum = fma(v, v, sum);
  }
  let total = sum4(sum);
  for (const end = <usize>cols << 2; i < end; i += 4) {
    const v = load<f32>(x + i);
    total += v * v;
  }
  return 1 / sqrt<f32>(total / <f32>cols + eps);
}

export function rmsNormChunk(chunk: i32): void {
  const args = changetype<RowArgs>(ARGS);
  const cols = args.cols;
  const first = chunk * args.chunkRows;
  const gain = args.gain;
  for (let row = first; row < min(first + args.chunkRows, args.rows); row++) {
    const x = args.x + (<usize>row * <usize>cols << 2);
    const y = args.y + (<usize>row * <usize>cols << 2);
    const r = inverseRms(x, cols, args.eps);
    const r4 = f32x4.splat(r);
    let i: usize = 0;
    for (const end = <usize>(cols & ~3) << 2; i < end; i += 16) {
      v128.store(y + i, f32x4.mul(f32x4.mul(v128.load(x + i), r4), v128.load(gain + i)));
    }
    for (const end = <usize>cols << 2; i < end; i += 4) {
      store<f32>(y + i, load<f32>(x + i) * r * load<f32>(gain + i));
    }
  }
}

/** With r = 1/rms(x) and g = dy·gain: dx = r·(g − x·r · mean(g·x·r)). */
export function rmsNormBackward(
  dy: usize, x: usize, gain: usize, dx: usize, rows: i32, cols: i32, eps: f32,
): void {
  const args = changetype<RowArgs>(ARGS);
  args.x = x;
  args.gain = gain;
  args.dy = dy;
  args.y = dx;
  args.rows = rows;
  args.cols = cols;
  args.eps = eps;
  runRows(JOB_RMS_NORM_BACKWARD, args);
}

export function rmsNormBackwardChunk(chunk: i32): void {
  const args = changetype<RowArgs>(ARGS);
  const cols = args.cols;
  const first = chunk * args.chunkRows;
  const gain = args.gain;
  const whole = <usize>(cols & ~3) << 2, bytes = <usize>cols << 2;
  for (let row = first; row < min(first + args.chunkRows, args.rows); row++) {
    const at = <usize>row * bytes;
    const x = args.x + at, dy = args.dy + at, dx = args.y + at;
    const r = inverseRms(x, cols, args.eps);
    let sum = f32x4.splat(0);
    let i: usize = 0;
    for (; i < whole; i += 16) {
      sum = fma(f32x4.mul(v128.load(dy + i), v128.load(gain + i)), v128.load(x + i), sum);
    }
    let along = sum4(sum);
    for (; i < bytes; i += 4) along += load<f32>(dy + i) * load<f32>(gain + i) * load<f32>(x + i);
    const pull = along * r * r / <f32>cols;
    const r4 = f32x4.splat(r), pull4 = f32x4.splat(-pull);
    i = 0;
    for (; i < whole; i += 16) {
      const g = f32x4.mul(v128.load(dy + i), v128.load(gain + i));
      v128.store(dx + i, f32x4.mul(fma(v128.load(x + i), pull4, g), r4));
    }
    for (; i < bytes; i += 4) {
      const g = load<f32>(dy + i) * load<f32>(gain + i);
      store<f32>(dx + i, (g - load<f32>(x + i) * pull) * r);
    }
  }
}

@unmanaged
class RopeArgs {
  x: usize;
  y: usize;
  cos: usize;
  sin: usize;
  positions: usize;
  rows: i32;
  heads: i32;
  headDim: i32;
  sign: f32;
  chunkRows: i32;
}

/** x, y [rows, heads · headDim]; cos and sin [positions, headDim / 2]; sign −1 rotates back. */
export function rope(
  x: usize, y: usize, cos: usize, sin: usize, positions: usize, rows: i32, heads: i32, headDim: i32, sign: f32,
): void {
  const args = changetype<RopeArgs>(ARGS);
  args.x = x;
  args.y = y;
  args.cos = cos;
  args.sin = sin;
  args.positions = positions;
  args.rows = rows;
  args.heads = heads;
  args.headDim = headDim;
  args.sign = sign;
  args.chunkRows = max(1, CHUNK_ELEMENTS / (heads * headDim));
  run(JOB_ROPE, (rows + args.chunkRows - 1) / args.chunkRows);
}

export function ropeChunk(chunk: i32): void {
  const args = changetype<RopeArgs>(ARGS);
  const first = chunk * args.chunkRows;
  const halfBytes = <usize>(args.headDim >> 1) << 2;
  const whole = halfBytes & ~15;
  const sign4 = f32x4.splat(args.sign);
  for (let row = first; row < min(first + args.chunkRows, args.rows); row++) {
    const angles = <usize>load<i32>(args.positions + (<usize>row << 2)) * halfBytes;
    const cos = args.cos + angles, sin = args.sin + angles;
    const from = <usize>row * <usize>args.heads * 2 * halfBytes;
    let x = args.x + from, y = args.y + from;
    for (let head = 0; head < args.heads; head++) {
      let i: usize = 0;
      for (; i < whole; i += 16) {
        const a = v128.load(x + i), b = v128.load(x + i + halfBytes);
        const c = v128.load(cos + i), s = f32x4.mul(v128.load(sin + i), sign4);
        v128.store(y + i, f32x4.sub(f32x4.mul(a, c), f32x4.mul(b, s)));
        v128.store(y + i + halfBytes, f32x4.add(f32x4.mul(b, c), f32x4.mul(a, s)));
      }
      for (; i < halfBytes; i += 4) {
        const a = load<f32>(x + i), b = load<f32>(x + i + halfBytes);
        const c = load<f32>(cos + i), s = load<f32>(sin + i) * args.sign;
        store<f32>(y + i, a * c - b * s);
        store<f32>(y + i + halfBytes, b * c + a * s);
      }
      x += 2 * halfBytes;
      y += 2 * halfBytes;
    }
  }
}

// The rest work on flat arrays. Buffers are padded to 16 bytes, so the last step may take a whole vector.

@unmanaged
class FlatArgs {
  a: usize;
  b: usize;
  c: usize;
  y: usize;
  z: usize;
  count: i32;
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

/** y = silu(gate) · up. */
export function swiGlu(gate: usize, up: usize, y: usize, count: i32): void {
  const args = changetype<FlatArgs>(ARGS);
  args.a = gate;
  args.b = up;
  args.y = y;
  args.count = count;
  runFlat(JOB_SWIGLU, count);
}

export function swiGluChunk(chunk: i32): void {
  const args = changetype<FlatArgs>(ARGS);
  for (let i = chunkStart(chunk), end = chunkEnd(chunk, args.count); i < end; i += 16) {
    const gate = v128.load(args.a + i);
    v128.store(args.y + i, f32x4.mul(f32x4.mul(gate, sigmoid4(gate)), v128.load(args.b + i)));
  }
}

/** With s = σ(gate): dGate = dy · up · s·(1 + gate·(1 − s)), dUp = dy · gate·s. */
export function swiGluBackward(dy: usize, gate: usize, up: usize, dGate: usize, dUp: usize, count: i32): void {
  const args = changetype<FlatArgs>(ARGS);
  args.a = gate;
  args.b = up;
  args.c = dy;
  args.y = dGate;
  args.z = dUp;
  args.count = count;
  runFlat(JOB_SWIGLU_BACKWARD, count);
}

export function swiGluBackwardChunk(chunk: i32): void {
  const args = changetype<FlatArgs>(ARGS);
  const one = f32x4.splat(1);
  for (let i = chunkStart(chunk), end = chunkEnd(chunk, args.count); i < end; i += 16) {
    const gate = v128.load(args.a + i), dy = v128.load(args.c + i);
    const s = sigmoid4(gate);
    const slope = f32x4.mul(s, fma(gate, f32x4.sub(one, s), one));
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
