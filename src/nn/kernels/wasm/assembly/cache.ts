// The KV cache, float, [layer][batch][keys, values][kvHead][capacity][headDim], and attention over it.

import { attend, firstSeen, scoreScale } from "./attention";
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
  window: i32;
}

/**
 * `layer` is the address of one layer's part of the cache. Sequence b's row t of q, k, v goes to position
 * starts[b] + t; positions at or beyond lengths[b] are padding: not stored, and their rows of `out` are 0.
 */
export function attendCached(
  q: usize, k: usize, v: usize, out: usize, layer: usize, starts: usize, lengths: usize,
  batch: i32, newTokens: i32, capacity: i32, heads: i32, kvHeads: i32, headDim: i32, window: i32,
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
  args.window = window;
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
    attend(q, stride, keys, rowBytes, values, rowBytes, out, stride, real, start, start + real, headDim, args.window);
  } else {
    for (let t = 0; t < real; t++) {
      const visible = start + t + 1, first = firstSeen(visible, args.window);
      const skipped = <usize>first * rowBytes;
      attendOne(
        q + <usize>t * stride, keys + skipped, values + skipped, out + <usize>t * stride, visible - first, headDim,
      );
    }
  }
  for (let t = real; t < newTokens; t++) memory.fill(out + <usize>t * stride, 0, rowBytes);
}

/** One query of one head over `n` keys. */
function attendOne(q: usize, keys: usize, values: usize, out: usize, n: i32, headDim: i32): void {
  const scores = scratch();
  scoreKeys(q, keys, scores, n, headDim);
  softmaxRow(scores, n, scoreScale(headDim));
  const rowBytes = <usize>headDim << 2;
  let column: usize = 0;
  for (; column + 64 <= rowBytes; column += 64) mixSixteen(scores, values + column, rowBytes, out + column, n);
  for (; column < rowBytes; column += 4) {
    let sum: f32 = 0;
    for (let i = 0; i < n; i++) {
      sum += load<f32>(scores + (<usize>i << 2)) * load<f32>(values + <usize>i * rowBytes + column);
    }
    store<f32>(out + column, sum);
  }
}

/** scores[i] = q · keys[i], four keys at a time. */
function scoreKeys(q: usize, keys: usize, scores: usize, n: i32, headDim: i32): void {
  const rowBytes = <usize>headDim << 2;
  const whole = rowBytes & ~15;
  let i = headDim % 4 == 0 ? n & ~3 : 0;
  for (const end = scores + (<usize>i << 2); scores < end; scores += 16) {
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    let k0 = keys, k1 = keys + rowBytes, k2 = keys + 2 * rowBytes, k3 = keys + 3 * rowBytes;
    for (let at = q, last = q + whole; at < last; at += 16, k0 += 16, k1 += 16, k2 += 16, k3 += 16) {
      const x = v128.load(at);
      s0 = fma(x, v128.load(k0), s0);
      s1 = fma(x, v128.load(k1), s1);
      s2 = fma(x, v128.load(k2), s2);
      s3 = fma(x, v128.load(k3), s3);
    }
    const a = i32x4.shuffle(s0, s1, 0, 4, 1, 5), b = i32x4.shuffle(s0, s1, 2, 6, 3, 7);
    const c = i32x4.shuffle(s2, s3, 0, 4, 1, 5), d = i32x4.shuffle(s2, s3, 2, 6, 3, 7);
    const ab = f32x4.add(a, b), cd = f32x4.add(c, d);
    v128.store(scores, f32x4.add(i64x2.shuffle(ab, cd, 0, 2), i64x2.shuffle(ab, cd, 1, 3)));
    keys += 4 * rowBytes;
  }
  for (; i < n; i++, scores += 4, keys += rowBytes) store<f32>(scores, dotF32(q, keys, headDim));
}

/** Sixteen columns of Σ scores[i] · values[i]. */
function mixSixteen(scores: usize, values: usize, rowBytes: usize, out: usize, n: i32): void {
  let a = f32x4.splat(0), b = a, c = a, d = a;
  for (const end = scores + (<usize>n << 2); scores < end; scores += 4, values += rowBytes) {
    const p = v128.load32_splat(scores);
    a = fma(p, v128.load(values), a);
    b = fma(p, v128.load(values, 16), b);
    c = fma(p, v128.load(values, 32), c);
    d = fma(p, v128.load(values, 48), d);
  }
  v128.store(out, a);
  v128.store(out, b, 16);
  v128.store(out, c, 32);
  v128.store(out, d, 48);
}
