// The KV cache, float, [layer][batch][keys, values][kvHead][capacity][headDim], and attention over it.

import { attend, scoreScale } from "./attention";
import { dotF32 } from "./dot";
import { ARGS, run, scratch } from "./jobs";
import { JOB_ATTEND_CACHED } from "./chunks";
import { fma } from "./simd";
import { softmaxRow } from "./softmax";

/** Up to here, queries are taken one by one: packing the keys would cost more. */
const DIRECT_QUERIES: i32 = 4;

@unmanaged
class CachedArgs {
  q: usize;
  out: usize;
  layer: usize;
  starts: usize;
  lengths: usize;
  newTokens: i32;
  capacity: i32;
  heads: i32;
  kvHeads: i32;
  headDim: i32;
}

/**
 * `layer` is the address of one layer's part of the cache. Sequence b's row t of q, k, v goes to position
 * starts[b] + t; positions at or beyond lengths[b] are padding: not stored, and their rows of `out` are 0.
 */
export function attendCached(
  q: usize, k: usize, v: usize, out: usize, layer: usize, starts: usize, lengths: usize,
  batch: i32, newTokens: i32, capacity: i32, heads: i32, kvHeads: i32, headDim: i32,
): void {
  const args = changetype<CachedArgs>(ARGS);
  args.q = q;
  args.out = out;
  args.layer = layer;
  args.starts = starts;
  args.lengths = lengths;
  args.newTokens = newTokens;
  args.capacity = capacity;
  args.heads = heads;
  args.kvHeads = kvHeads;
  args.headDim = headDim;
  const rowBytes = <usize>headDim << 2;
  const headBytes = <usize>capacity * rowBytes;
  for (let b = 0; b < batch; b++) {
    const start = load<i32>(starts + (<usize>b << 2));
    const real = realTokens(start, load<i32>(lengths + (<usize>b << 2)), newTokens);
    for (let head = 0; head < kvHeads; head++) {
      const keys = layer + <usize>(2 * b * kvHeads + head) * headBytes + <usize>start * rowBytes;
      const values = keys + <usize>kvHeads * headBytes;
      for (let t = 0; t < real; t++) {
        const from = <usize>((b * newTokens + t) * kvHeads + head) * rowBytes;
        memory.copy(keys + <usize>t * rowBytes, k + from, rowBytes);
        memory.copy(values + <usize>t * rowBytes, v + from, rowBytes);
      }
    }
  }
  run(JOB_ATTEND_CACHED, batch * heads);
}

// @ts-ignore: decorator
@inline
function realTokens(start: i32, length: i32, newTokens: i32): i32 {
  return max(0, min(newTokens, length - start));
}

export function attendCachedChunk(chunk: i32): void {
  const args = changetype<CachedArgs>(ARGS);
  const headDim = args.headDim, newTokens = args.newTokens;
  const b = chunk / args.heads, head = chunk % args.heads;
  const kvHead = head / (args.heads / args.kvHeads);
  const start = load<i32>(args.starts + (<usize>b << 2));
  const real = realTokens(start, load<i32>(args.lengths + (<usize>b << 2)), newTokens);
  const rowBytes = <usize>headDim << 2;
  const headBytes = <usize>args.capacity * rowBytes;
  const keys = args.layer + <usize>(2 * b * args.kvHeads + kvHead) * headBytes;
  const values = keys + <usize>args.kvHeads * headBytes;
  const stride = <usize>args.heads * rowBytes;
  const at = <usize>(b * newTokens) * stride + <usize>head * rowBytes;
  const q = args.q + at, out = args.out + at;
  if (real > DIRECT_QUERIES) {
    attend(q, stride, keys, rowBytes, values, rowBytes, out, stride, real, start, start + real, headDim, true);
  } else {
    for (let t = 0; t < real; t++) {
      attendOne(q + <usize>t * stride, keys, values, out + <usize>t * stride, start + t + 1, headDim);
    }
  }
  for (let t = real; t < newTokens; t++) memory.fill(out + <usize>t * stride, 0, rowBytes);
}

/** One query of one head over `n` keys. */
function attendOne(q: usize, keys: usize, values: usize, out: usize, n: i32, headDim: i32): void {
  const scores = scratch();
  const rowBytes = <usize>headDim << 2;
  for (let i = 0; i < n; i++) store<f32>(scores + (<usize>i << 2), dotF32(q, keys + <usize>i * rowBytes, headDim));
  softmaxRow(scores, n, scoreScale(headDim));
  let column: usize = 0;
  for (; column + 32 <= rowBytes; column += 32) {
    let a = f32x4.splat(0), b = f32x4.splat(0);
    let value = values + column;
    for (let at = scores, end = scores + (<usize>n << 2); at < end; at += 4) {
      const p = v128.load32_splat(at);
      a = fma(p, v128.load(value), a);
      b = fma(p, v128.load(value, 16), b);
      value += rowBytes;
    }
    v128.store(out + column, a);
    v128.store(out + column, b, 16);
  }
  for (; column < rowBytes; column += 4) {
    let sum: f32 = 0;
    for (let i = 0; i < n; i++) {
      sum += load<f32>(scores + (<usize>i << 2)) * load<f32>(values + <usize>i * rowBytes + column);
    }
    store<f32>(out + column, sum);
  }
}
