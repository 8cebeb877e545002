// Weights decoded into panels of 8 columns for `multiply`, `[panel][k][8]`.
//
// For y = x·Wᵀ: the columns of B are rows of W, so 8 rows are transposed while they are decoded.
// `columnPanels.ts` reads the same packed bytes for dx = dy·W: only one copy of the base is kept.

import { fma } from "./simd";
import {
  BYTE_SCALE, evenNibbles, fourHalves, highBytes, highFloats, highHalves, highScaled, lowBytes, lowFloats,
  lowHalves, lowScaled, oddNibbles, oneHalf,
} from "./unpack";
import { F16, F32, Q4, Q8, Weights } from "./weights";

/** Panels of the columns W[row … row + count), k from `from` to `from + k`; `from` is on a block boundary. */
export function packRows(w: Weights, row: i32, count: i32, from: i32, k: i32, out: usize): void {
  for (let panel = 0; panel < count; panel += 8) {
    const rows = min(8, count - panel);
    if (w.format == Q4) packRowsQ4(w, row + panel, rows, from, k, out);
    else if (w.format == Q8) packRowsQ8(w, row + panel, rows, from, k, out);
    else packRowsFloat(w, row + panel, rows, from, k, out);
    out += <usize>k << 5;
  }
}

/** Panels of Mᵀ for a float matrix M [count, k] whose rows are `stride` bytes apart. */
export function packTransposed(m: usize, stride: usize, count: i32, k: i32, out: usize): void {
  for (let panel = 0; panel < count; panel += 8) {
    packEight(m, stride, min(8, count - panel), k, out);
    m += 8 * stride;
    out += <usize>k << 5;
  }
}

/** Columns that do not exist repeat the last: computed, never stored. */
function packEight(m: usize, stride: usize, rows: i32, k: i32, out: usize): void {
  for (let half = 0; half < 2; half++) {
    const r0 = m + <usize>min(4 * half, rows - 1) * stride;
    const r1 = m + <usize>min(4 * half + 1, rows - 1) * stride;
    const r2 = m + <usize>min(4 * half + 2, rows - 1) * stride;
    const r3 = m + <usize>min(4 * half + 3, rows - 1) * stride;
    const at = out + 16 * half;
    let i: usize = 0;
    for (const end = <usize>(k & ~3); i < end; i += 4) {
      const o = i << 2;
      storeTransposed(v128.load(r0 + o), v128.load(r1 + o), v128.load(r2 + o), v128.load(r3 + o), at + (i << 5));
    }
    for (; i < <usize>k; i++) {
      const o = i << 2;
      const to = at + (i << 5);
      store<f32>(to, load<f32>(r0 + o));
      store<f32>(to, load<f32>(r1 + o), 4);
      store<f32>(to, load<f32>(r2 + o), 8);
      store<f32>(to, load<f32>(r3 + o), 12);
    }
  }
}

/** Stores the transpose of four rows: column i goes to out + 32·i. */
// @ts-ignore: decorator
@inline
function storeTransposed(r0: v128, r1: v128, r2: v128, r3: v128, out: usize): void {
  const a = i32x4.shuffle(r0, r1, 0, 4, 1, 5), b = i32x4.shuffle(r2, r3, 0, 4, 1, 5);
  const c = i32x4.shuffle(r0, r1, 2, 6, 3, 7), d = i32x4.shuffle(r2, r3, 2, 6, 3, 7);
  v128.store(out, i64x2.shuffle(a, b, 0, 2));
  v128.store(out, i64x2.shuffle(a, b, 1, 3), 32);
  v128.store(out, i64x2.shuffle(c, d, 0, 2), 64);
  v128.store(out, i64x2.shuffle(c, d, 1, 3), 96);
}

function packRowsFloat(w: Weights, row: i32, rows: i32, from: i32, k: i32, out: usize): void {
  const cols = <usize>w.cols;
  if (w.format == F32) {
    packEight(w.data + ((<usize>row * cols + from) << 2), cols << 2, rows, k, out);
    return;
  }
  const half = w.format == F16;
  for (let r = 0; r < 8; r += 4) {
    const r0 = w.data + ((<usize>(row + min(r, rows - 1)) * cols + from) << 1);
    const r1 = w.data + ((<usize>(row + min(r + 1, rows - 1)) * cols + from) << 1);
    const r2 = w.data + ((<usize>(row + min(r + 2, rows - 1)) * cols + from) << 1);
    const r3 = w.data + ((<usize>(row + min(r + 3, rows - 1)) * cols + from) << 1);
    const at = out + 4 * r;
    let i: usize = 0;
    for (const end = <usize>(k & ~3); i < end; i += 4) {
      const o = i << 1;
      storeTransposed(
        fourHalves(half, r0 + o), fourHalves(half, r1 + o), fourHalves(half, r2 + o), fourHalves(half, r3 + o),
        at + (i << 5),
      );
    }
    for (; i < <usize>k; i++) {
      const o = i << 1;
      const to = at + (i << 5);
      store<f32>(to, oneHalf(half, r0 + o));
      store<f32>(to, oneHalf(half, r1 + o), 4);
      store<f32>(to, oneHalf(half, r2 + o), 8);
      store<f32>(to, oneHalf(half, r3 + o), 12);
    }
  }
}

/**
 * Decodes 16 bytes of each of eight rows: transposes them, so that a vector holds two byte columns of the
 * eight rows, and stores the values. `nibbles` is a constant where this is inlined.
 */
// @ts-ignore: decorator
@inline
function storeOctet(
  nibbles: bool, base: usize, stride: usize, rows: i32,
  scaleA: v128, scaleB: v128, minA: v128, minB: v128, out: usize,
): void {
  const last = rows - 1;
  const r0 = v128.load(base), r1 = v128.load(base + <usize>min(1, last) * stride);
  const r2 = v128.load(base + <usize>min(2, last) * stride), r3 = v128.load(base + <usize>min(3, last) * stride);
  const r4 = v128.load(base + <usize>min(4, last) * stride), r5 = v128.load(base + <usize>min(5, last) * stride);
  const r6 = v128.load(base + <usize>min(6, last) * stride), r7 = v128.load(base + <usize>min(7, last) * stride);
  let a = lowBytes(r0, r4), b = lowBytes(r1, r5), c = lowBytes(r2, r6), d = lowBytes(r3, r7);
  for (let half = 0; half < 2; half++) {
    let ac = lowBytes(a, c), bd = lowBytes(b, d);
    storePair(nibbles, lowBytes(ac, bd), scaleA, scaleB, minA, minB, out);
    storePair(nibbles, highBytes(ac, bd), scaleA, scaleB, minA, minB, out + (nibbles ? 128 : 64));
    ac = highBytes(a, c);
    bd = highBytes(b, d);
    storePair(nibbles, lowBytes(ac, bd), scaleA, scaleB, minA, minB, out + (nibbles ? 256 : 128));
    storePair(nibbles, highBytes(ac, bd), scaleA, scaleB, minA, minB, out + (nibbles ? 384 : 192));
    a = highBytes(r0, r4);
    b = highBytes(r1, r5);
    c = highBytes(r2, r6);
    d = highBytes(r3, r7);
    out += nibbles ? 512 : 256;
  }
}

// @ts-ignore: decorator
@inline
function storePair(
  nibbles: bool, bytes: v128, scaleA: v128, scaleB: v128, minA: v128, minB: v128, out: usize,
): void {
  if (nibbles) storeNibbles(bytes, scaleA, scaleB, minA, minB, out);
  else storeBytes(bytes, scaleA, scaleB, out);
}

/** Four floats, one from each of four rows `stride` apart. */
// @ts-ignore: decorator
@inline
function gather(base: usize, stride: usize, first: i32, last: i32): v128 {
  let v = v128.load32_splat(base + <usize>min(first, last) * stride);
  v = v128.load32_lane(base + <usize>min(first + 1, last) * stride, v, 1);
  v = v128.load32_lane(base + <usize>min(first + 2, last) * stride, v, 2);
  return v128.load32_lane(base + <usize>min(first + 3, last) * stride, v, 3);
}

function packRowsQ4(w: Weights, row: i32, rows: i32, from: i32, k: i32, out: usize): void {
  const rowBytes = <usize>w.cols >> 1;
  const scaleBytes = (<usize>w.cols >> 5) << 2;
  let data = w.data + <usize>row * rowBytes + (<usize>from >> 1);
  const firstBlock = <usize>row * scaleBytes + ((<usize>from >> 5) << 2);
  let scales = w.scales + firstBlock;
  let mins = w.mins + firstBlock;
  for (let i = 0; i < k; i += 32) {
    const scaleA = gather(scales, scaleBytes, 0, rows - 1), scaleB = gather(scales, scaleBytes, 4, rows - 1);
    const sixteen = f32x4.splat(16);
    const minA = f32x4.sub(gather(mins, scaleBytes, 0, rows - 1), f32x4.mul(scaleA, sixteen));
    const minB = f32x4.sub(gather(mins, scaleBytes, 4, rows - 1), f32x4.mul(scaleB, sixteen));
    const twiceA = f32x4.add(scaleA, scaleA), twiceB = f32x4.add(scaleB, scaleB);
    storeOctet(true, data, rowBytes, rows, twiceA, twiceB, minA, minB, out);
    data += 16;
    scales += 4;
    mins += 4;
    out += 1024;
  }
}

/** Two byte columns of eight rows: four values of k, in the order low, high nibble of each byte. */
// @ts-ignore: decorator
@inline
function storeNibbles(bytes: v128, twiceA: v128, twiceB: v128, minA: v128, minB: v128, out: usize): void {
  const even = evenNibbles(bytes), odd = oddNibbles(bytes);
  let halves = lowHalves(even);
  v128.store(out, fma(lowFloats(halves), twiceA, minA));
  v128.store(out, fma(highFloats(halves), twiceB, minB), 16);
  halves = lowHalves(odd);
  v128.store(out, fma(lowFloats(halves), twiceA, minA), 32);
  v128.store(out, fma(highFloats(halves), twiceB, minB), 48);
  halves = highHalves(even);
  v128.store(out, fma(lowFloats(halves), twiceA, minA), 64);
  v128.store(out, fma(highFloats(halves), twiceB, minB), 80);
  halves = highHalves(odd);
  v128.store(out, fma(lowFloats(halves), twiceA, minA), 96);
  v128.store(out, fma(highFloats(halves), twiceB, minB), 112);
}

function packRowsQ8(w: Weights, row: i32, rows: i32, from: i32, k: i32, out: usize): void {
  const rowBytes = <usize>w.cols;
  const scaleBytes = (<usize>(w.cols / w.blockSize)) << 2;
  const data = w.data + <usize>row * rowBytes + from;
  const scales = w.scales + <usize>row * scaleBytes;
  const byteScale = f32x4.splat(BYTE_SCALE);
  for (let i = 0; i < k; i += 16) {
    const at = scales + (<usize>((from + i) / w.blockSize) << 2);
    const scaleA = f32x4.mul(gather(at, scaleBytes, 0, rows - 1), byteScale);
    const scaleB = f32x4.mul(gather(at, scaleBytes, 4, rows - 1), byteScale);
    storeOctet(false, data + i, rowBytes, rows, scaleA, scaleB, scaleA, scaleB, out);
    out += 512;
  }
}

// @ts-ignore: decorator
@inline
function storeBytes(bytes: v128, scaleA: v128, scaleB: v128, out: usize): void {
  const zero = i64x2.splat(0);
  let words = lowBytes(zero, bytes);
  v128.store(out, f32x4.mul(lowScaled(words), scaleA));
  v128.store(out, f32x4.mul(highScaled(words), scaleB), 16);
  words = highBytes(zero, bytes);
  v128.store(out, f32x4.mul(lowScaled(words), scaleA), 32);
  v128.store(out, f32x4.mul(highScaled(words), scaleB), 48);
}
