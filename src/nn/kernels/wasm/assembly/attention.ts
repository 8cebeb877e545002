// Grouped-query attention within the sequences of a right-padded batch, and its backward pass.
//
// A chunk is one query head of one sequence (forward), or one key head with all its query heads (backward, so
// that no two threads add to the same dk and dv). Queries go in blocks of QUERY_ROWS, whose scores against all
// keys stay in the cache; a block stops at its last query, beyond which none of its queries sees.

import { multiply, multiplyTransposed } from "./gemm";
import { ARGS, run, scratch } from "./jobs";
import { JOB_ATTENTION, JOB_ATTENTION_BACKWARD } from "./chunks";
import { packTransposed } from "./rowPanels";
import { fma, sum4 } from "./simd";
import { softmaxRow } from "./softmax";

const QUERY_ROWS: i32 = 32;

@unmanaged
class AttentionArgs {
  q: usize;
  k: usize;
  v: usize;
  out: usize;
  dOut: usize;
  dq: usize;
  dk: usize;
  dv: usize;
  lengths: usize;
  batch: i32;
  length: i32;
  heads: i32;
  kvHeads: i32;
  headDim: i32;
  window: i32;
}

// @ts-ignore: decorator
@inline
function padded(n: i32): i32 {
  return (n + 7) & ~7;
}

/** Bytes of scratch per thread for `attend` over `keys` keys: packed keys and a block of scores. */
export function attentionScratch(keys: i32, headDim: i32): usize {
  return <usize>padded(keys) * <usize>(headDim + QUERY_ROWS) << 2;
}

/** Bytes of scratch per thread for `attentionBackward`: packed keys and values, and three blocks of scores. */
export function attentionBackwardScratch(keys: i32, headDim: i32): usize {
  return <usize>padded(keys) * <usize>(2 * headDim + 2 * QUERY_ROWS) << 2;
}

/** 1 / √headDim. */
// @ts-ignore: decorator
@inline
export function scoreScale(headDim: i32): f32 {
  return 1 / sqrt<f32>(<f32>headDim);
}

/**
 * One head: `queries` rows of q against keys and values in rows of their own strides (bytes). Query i is at
 * position `start + i` and sees the keys up to it, of these the last `window` (0 = all); all see at most `keys` keys.
 */
export function attend(
  q: usize, qStride: usize, k: usize, kStride: usize, v: usize, vStride: usize, out: usize, outStride: usize,
  queries: i32, start: i32, keys: i32, headDim: i32, window: i32,
): void {
  const panels = scratch();
  const scores = panels + (<usize>padded(keys) * <usize>headDim << 2);
  const scoreStride = <usize>padded(keys) << 2;
  packTransposed(k, kStride, keys, headDim, panels);
  for (let from = 0; from < queries; from += QUERY_ROWS) {
    const rows = min(QUERY_ROWS, queries - from);
    const seen = min(keys, start + from + rows);
    multiply(
      q + <usize>from * qStride, qStride, panels, 32, <usize>headDim << 5, scores, scoreStride,
      rows, seen, headDim, false,
    );
    for (let i = 0; i < rows; i++) {
      const visible = min(seen, start + from + i + 1);
      softmaxVisible(scores + <usize>i * scoreStride, firstSeen(visible, window), visible, seen, headDim);
    }
    multiply(
      scores, scoreStride, v, vStride, 32, out + <usize>from * outStride, outStride, rows, headDim, seen, false,
    );
  }
}

/** The first of `visible` keys that lies within the window. */
// @ts-ignore: decorator
@inline
export function firstSeen(visible: i32, window: i32): i32 {
  return window > 0 ? max(0, visible - window) : 0;
}

/** Softmax of the scores from `first` to `visible`; the others, up to `seen`, become 0. */
// @ts-ignore: decorator
@inline
function softmaxVisible(row: usize, first: i32, visible: i32, seen: i32, headDim: i32): void {
  softmaxRow(row + (<usize>first << 2), visible - first, scoreScale(headDim));
  memory.fill(row, 0, <usize>first << 2);
  memory.fill(row + (<usize>visible << 2), 0, <usize>(seen - visible) << 2);
}

/** q, out [batch · length, heads · headDim]; k, v [batch · length, kvHeads · headDim]; padded rows of out are 0. */
export function causalAttention(
  q: usize, k: usize, v: usize, out: usize, lengths: usize,
  batch: i32, length: i32, heads: i32, kvHeads: i32, headDim: i32, window: i32,
): void {
  const args = changetype<AttentionArgs>(ARGS);
  args.q = q;
  args.k = k;
  args.v = v;
  args.out = out;
  setShape(args, lengths, batch, length, heads, kvHeads, headDim, window);
  run(JOB_ATTENTION, batch * heads);
}

function setShape(
  args: AttentionArgs, lengths: usize, batch: i32, length: i32, heads: i32, kvHeads: i32, headDim: i32, window: i32,
): void {
  args.lengths = lengths;
  args.batch = batch;
  args.length = length;
  args.heads = heads;
  args.kvHeads = kvHeads;
  args.headDim = headDim;
  args.window = window;
}

export function attentionChunk(chunk: i32): void {
  const args = changetype<AttentionArgs>(ARGS);
  const headDim = args.headDim, length = args.length;
  const b = chunk / args.heads, head = chunk % args.heads;
  const kvHead = head / (args.heads / args.kvHeads);
  const real = load<i32>(args.lengths + (<usize>b << 2));
  const qStride = <usize>(args.heads * headDim) << 2, kStride = <usize>(args.kvHeads * headDim) << 2;
  const qAt = <usize>(b * length) * qStride + (<usize>(head * headDim) << 2);
  const kAt = <usize>(b * length) * kStride + (<usize>(kvHead * headDim) << 2);
  const out = args.out + qAt;
  attend(
    args.q + qAt, qStride, args.k + kAt, kStride, args.v + kAt, kStride, out, qStride,
    real, 0, real, headDim, args.window,
  );
  zeroRows(out, qStride, real, length, headDim);
}

function zeroRows(base: usize, stride: usize, from: i32, to: i32, headDim: i32): void {
  for (let i = from; i < to; i++) memory.fill(base + <usize>i * stride, 0, <usize>headDim << 2);
}

/** Gradients of `causalAttention` by q, k and v; those of padded rows are 0. */
export function causalAttentionBackward(
  dOut: usize, q: usize, k: usize, v: usize, dq: usize, dk: usize, dv: usize, lengths: usize,
  batch: i32, length: i32, heads: i32, kvHeads: i32, headDim: i32, window: i32,
): void {
  const args = changetype<AttentionArgs>(ARGS);
  args.dOut = dOut;
  args.q = q;
  args.k = k;
  args.v = v;
  args.dq = dq;
  args.dk = dk;
  args.dv = dv;
  setShape(args, lengths, batch, length, heads, kvHeads, headDim, window);
  run(JOB_ATTENTION_BACKWARD, batch * kvHeads);
}

/**
 * With P the probabilities and s the score scale: dV = Pᵀ·dO, dP = dO·Vᵀ, dS = s · P∘(dP − rowsum(P∘dP)),
 * dQ = dS·K, dK = dSᵀ·Q.
 */
export function attentionBackwardChunk(chunk: i32): void {
  const args = changetype<AttentionArgs>(ARGS);
  const headDim = args.headDim, length = args.length;
  const b = chunk / args.kvHeads, kvHead = chunk % args.kvHeads;
  const group = args.heads / args.kvHeads;
  const real = load<i32>(args.lengths + (<usize>b << 2));
  const qStride = <usize>(args.heads * headDim) << 2, kStride = <usize>(args.kvHeads * headDim) << 2;
  const kAt = <usize>(b * length) * kStride + (<usize>(kvHead * headDim) << 2);
  const k = args.k + kAt, dk = args.dk + kAt, dv = args.dv + kAt;
  const panelBytes = <usize>padded(real) * <usize>headDim << 2;
  const keyPanels = scratch();
  const valuePanels = keyPanels + panelBytes;
  const p = valuePanels + panelBytes;
  const scoreStride = <usize>padded(real) << 2;
  const dp = p + <usize>QUERY_ROWS * scoreStride;
  packTransposed(k, kStride, real, headDim, keyPanels);
  packTransposed(args.v + kAt, kStride, real, headDim, valuePanels);
  zeroRows(dk, kStride, 0, length, headDim);
  zeroRows(dv, kStride, 0, length, headDim);
  for (let head = kvHead * group; head < (kvHead + 1) * group; head++) {
    const qAt = <usize>(b * length) * qStride + (<usize>(head * headDim) << 2);
    for (let from = 0; from < real; from += QUERY_ROWS) {
      const rows = min(QUERY_ROWS, real - from);
      const seen = from + rows;
      const at = qAt + <usize>from * qStride;
      const q = args.q + at, dOut = args.dOut + at;
      const panelStride = <usize>headDim << 5;
      multiply(q, qStride, keyPanels, 32, panelStride, p, scoreStride, rows, seen, headDim, false);
      multiply(dOut, qStride, valuePanels, 32, panelStride, dp, scoreStride, rows, seen, headDim, false);
      for (let i = 0; i < rows; i++) {
        const offset = <usize>i * scoreStride;
        const visible = from + i + 1;
        const first = firstSeen(visible, args.window), skipped = <usize>first << 2;
        softmaxVisible(p + offset, first, visible, seen, headDim);
        memory.fill(dp + offset, 0, skipped);
        scoreGradients(
          p + offset + skipped, dp + offset + skipped, visible - first, seen - first, scoreScale(headDim),
        );
      }
      multiply(dp, scoreStride, k, kStride, 32, args.dq + at, qStride, rows, headDim, seen, false);
      multiplyTransposed(dp, scoreStride, q, qStride, 32, dk, kStride, seen, headDim, rows, true);
      multiplyTransposed(p, scoreStride, dOut, qStride, 32, dv, kStride, seen, headDim, rows, true);
    }
    zeroRows(args.dq + qAt, qStride, real, length, headDim);
  }
}

/** dp ← scale · p∘(dp − Σ p∘dp) over the first `visible` of a row; 0 after, up to `seen`. */
function scoreGradients(p: usize, dp: usize, visible: i32, seen: i32, scale: f32): void {
  const whole = <usize>(visible & ~3) << 2, bytes = <usize>visible << 2;
  let sum = f32x4.splat(0);
  let i: usize = 0;
  for (; i < whole; i += 16) sum = fma(v128.load(p + i), v128.load(dp + i), sum);
  let total = sum4(sum);
  for (; i < bytes; i += 4) total += load<f32>(p + i) * load<f32>(dp + i);
  const total4 = f32x4.splat(total), scale4 = f32x4.splat(scale);
  i = 0;
  for (; i < whole; i += 16) {
    const centred = f32x4.sub(v128.load(dp + i), total4);
    v128.store(dp + i, f32x4.mul(f32x4.mul(v128.load(p + i), centred), scale4));
  }
  for (; i < bytes; i += 4) store<f32>(dp + i, load<f32>(p + i) * (load<f32>(dp + i) - total) * scale);
  memory.fill(dp + bytes, 0, <usize>(seen - visible) << 2);
}
