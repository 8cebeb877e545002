// RMSNorm and its backward pass, split by rows.

import { JOB_RMS_NORM, JOB_RMS_NORM_BACKWARD } from "./chunks";
import { ARGS, CHUNK_ELEMENTS, run } from "./jobs";
import { fma, sum4 } from "./simd";

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
