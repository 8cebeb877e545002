// Products of one packed row of W with one vector x, for a few tokens at a time (decoding), where decoding
// panels would cost more than the product.
//
// For q4 and q8 the products are of integers: x becomes fixed-point with 30 bits and a sign, relative to its
// largest element, split into two 16-bit halves (x = hi·2¹⁵ + lo, times a power of two) for `i32x4.dot_i16x8`.
// Sums over a block are exact, so this is at least as precise as multiplying floats, and faster.

import { fma, max4, sum4 } from "./simd";
import { f16Float, f16Floats, highFloats, lowFloats } from "./unpack";
import { F16, F32, Q4, Q8, Weights } from "./weights";

/** Value of the lower half's unit against the upper one's: 2⁻¹⁵. */
const LOW_UNIT: f32 = 3.0517578125e-5;

/** Bytes that `prepare` writes for one vector, a multiple of 16. */
export function preparedBytes(w: Weights): usize {
  return (<usize>w.cols << 2) + (w.format == Q4 ? sumBytes(w) : 0) + 16;
}

/** q4's sums of x over each block, padded to a multiple of four blocks. */
// @ts-ignore: decorator
@inline
function sumBytes(w: Weights): usize {
  return <usize>(((w.cols >> 5) + 3) & ~3) << 2;
}

/**
 * Writes x as `dot` wants it. Float formats: as it is. q8: of every eight columns the upper and then the lower
 * halves. q4: the same of columns 0, 4, … 28 of each block of 32, then 1, 5, … 29, and so on, as 16-bit lanes of
 * four nibbles come apart; then the sums of x over each block. Last, the value of the upper halves' unit.
 */
export function prepare(w: Weights, x: usize, out: usize): void {
  const cols = w.cols;
  if (w.format != Q4 && w.format != Q8) {
    memory.copy(out, x, <usize>cols << 2);
    return;
  }
  let top4 = f32x4.splat(0), sum = f32x4.splat(0);
  for (let at = x, end = x + (<usize>cols << 2); at < end; at += 16) {
    const v = v128.load(at);
    top4 = f32x4.pmax(top4, f32x4.abs(v));
    sum = f32x4.add(sum, v);
  }
  // The power of two that brings the largest element into [2²⁹, 2³⁰).
  const exponent = max(29, min(<i32>(reinterpret<u32>(max4(top4)) >> 23), 254));
  const scale = f32x4.splat(reinterpret<f32>((283 - exponent) << 23));
  // Not a number where x has one, or an infinity: the fixed-point numbers would hide it.
  const unit = reinterpret<f32>((exponent - 14) << 23) + 0 * sum4(sum);
  if (w.format == Q4) {
    prepareNibbles(x, cols, scale, out);
    store<f32>(out + (<usize>cols << 2) + sumBytes(w), unit);
  } else {
    prepareBytes(x, cols, scale, out);
    store<f32>(out + (<usize>cols << 2), unit);
  }
}

// @ts-ignore: decorator
@inline
function fixedPoint(x: usize, scale: v128): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(x), scale)));
}

/** Eight fixed-point numbers as two vectors of halves. */
// @ts-ignore: decorator
@inline
function storeHalves(a: v128, b: v128, out: usize): void {
  const lowBits = i32x4.splat(0x7fff);
  v128.store(out, i16x8.narrow_i32x4_s(i32x4.shr_s(a, 15), i32x4.shr_s(b, 15)));
  v128.store(out, i16x8.narrow_i32x4_s(v128.and(a, lowBits), v128.and(b, lowBits)), 16);
}

function prepareBytes(x: usize, cols: i32, scale: v128, out: usize): void {
  for (const end = x + (<usize>cols << 2); x < end; x += 32, out += 32) {
    storeHalves(fixedPoint(x, scale), fixedPoint(x + 16, scale), out);
  }
}

function prepareNibbles(x: usize, cols: i32, scale: v128, out: usize): void {
  const blocks = cols >> 5;
  let sums = out + (<usize>cols << 2);
  v128.store(sums + (<usize>(blocks & ~3) << 2), f32x4.splat(0));
  for (let block = 0; block < blocks; block++, x += 128, out += 128, sums += 4) {
    let sum = f32x4.splat(0);
    for (let i: usize = 0; i < 128; i += 16) sum = f32x4.add(sum, v128.load(x + i));
    store<f32>(sums, sum4(sum));
    const a0 = fixedPoint(x, scale), a1 = fixedPoint(x + 16, scale);
    const a2 = fixedPoint(x + 32, scale), a3 = fixedPoint(x + 48, scale);
    const b0 = fixedPoint(x + 64, scale), b1 = fixedPoint(x + 80, scale);
    const b2 = fixedPoint(x + 96, scale), b3 = fixedPoint(x + 112, scale);
    let a01 = i32x4.shuffle(a0, a1, 0, 4, 1, 5), a23 = i32x4.shuffle(a2, a3, 0, 4, 1, 5);
    let b01 = i32x4.shuffle(b0, b1, 0, 4, 1, 5), b23 = i32x4.shuffle(b2, b3, 0, 4, 1, 5);
    storeHalves(i64x2.shuffle(a01, a23, 0, 2), i64x2.shuffle(b01, b23, 0, 2), out);
    storeHalves(i64x2.shuffle(a01, a23, 1, 3), i64x2.shuffle(b01, b23, 1, 3), out + 32);
    a01 = i32x4.shuffle(a0, a1, 2, 6, 3, 7);
    a23 = i32x4.shuffle(a2, a3, 2, 6, 3, 7);
    b01 = i32x4.shuffle(b0, b1, 2, 6, 3, 7);
    b23 = i32x4.shuffle(b2, b3, 2, 6, 3, 7);
    storeHalves(i64x2.shuffle(a01, a23, 0, 2), i64x2.shuffle(b01, b23, 0, 2), out + 64);
    storeHalves(i64x2.shuffle(a01, a23, 1, 3), i64x2.shuffle(b01, b23, 1, 3), out + 96);
  }
}

/** W[row] · x, with x from `prepare`. */
export function dot(w: Weights, row: i32, x: usize): f32 {
  if (w.format == Q4) return dotQ4(w, row, x);
  if (w.format == Q8) return dotQ8(w, row, x);
  if (w.format == F32) return dotF32(w.data + (<usize>row * <usize>w.cols << 2), x, w.cols);
  return dotHalf(w.format == F16, w.data + (<usize>row * <usize>w.cols << 1), x, w.cols);
}

/** hi·2¹⁵ + lo for the sums of a block's products with both halves, in units of the upper one. */
// @ts-ignore: decorator
@inline
function joined(high: v128, low: v128): v128 {
  return fma(f32x4.convert_i32x4_s(low), f32x4.splat(LOW_UNIT), f32x4.convert_i32x4_s(high));
}

function dotQ4(w: Weights, row: i32, x: usize): f32 {
  const blocks = <usize>w.cols >> 5;
  const first = <usize>row * blocks << 2;
  const fifteen = i16x8.splat(15);
  let data = w.data + (first << 2);
  let total = f32x4.splat(0);
  for (let scales = w.scales + first, end = scales + (blocks << 2); scales < end; scales += 4, data += 16, x += 128) {
    const lanes = v128.load(data);
    let n = v128.and(lanes, fifteen);
    let high = i32x4.dot_i16x8_s(n, v128.load(x)), low = i32x4.dot_i16x8_s(n, v128.load(x, 16));
    n = v128.and(i16x8.shr_u(lanes, 4), fifteen);
    high = i32x4.add(high, i32x4.dot_i16x8_s(n, v128.load(x, 32)));
    low = i32x4.add(low, i32x4.dot_i16x8_s(n, v128.load(x, 48)));
    n = v128.and(i16x8.shr_u(lanes, 8), fifteen);
    high = i32x4.add(high, i32x4.dot_i16x8_s(n, v128.load(x, 64)));
    low = i32x4.add(low, i32x4.dot_i16x8_s(n, v128.load(x, 80)));
    n = i16x8.shr_u(lanes, 12);
    high = i32x4.add(high, i32x4.dot_i16x8_s(n, v128.load(x, 96)));
    low = i32x4.add(low, i32x4.dot_i16x8_s(n, v128.load(x, 112)));
    total = fma(joined(high, low), v128.load32_splat(scales), total);
  }
  // x is at the sums now. The last step may read the next row's mins (or the zeros after the last row's): their
  // sums are 0.
  let offset = f32x4.splat(0);
  for (let mins = w.mins + first, end = mins + (blocks << 2); mins < end; mins += 16, x += 16) {
    offset = fma(v128.load(mins), v128.load(x), offset);
  }
  return sum4(fma(total, v128.load32_splat(x), offset));
}

function dotQ8(w: Weights, row: i32, x: usize): f32 {
  const cols = <usize>w.cols;
  const perScale = <usize>w.blockSize;
  let data = w.data + <usize>row * cols;
  let scales = w.scales + (<usize>row * (cols / perScale) << 2);
  let total = f32x4.splat(0);
  for (let end = data + cols; data < end; scales += 4) {
    let high = i32x4.splat(0), low = i32x4.splat(0);
    for (const blockEnd = data + perScale; data < blockEnd; data += 16, x += 64) {
      const bytes = v128.load(data);
      let q = i16x8.extend_low_i8x16_s(bytes);
      high = i32x4.add(high, i32x4.dot_i16x8_s(q, v128.load(x)));
      low = i32x4.add(low, i32x4.dot_i16x8_s(q, v128.load(x, 16)));
      q = i16x8.extend_high_i8x16_s(bytes);
      high = i32x4.add(high, i32x4.dot_i16x8_s(q, v128.load(x, 32)));
      low = i32x4.add(low, i32x4.dot_i16x8_s(q, v128.load(x, 48)));
    }
    total = fma(joined(high, low), v128.load32_splat(scales), total);
  }
  return sum4(f32x4.mul(total, v128.load32_splat(x)));
}

/** a · x for two float vectors. */
export function dotF32(a: usize, x: usize, n: i32): f32 {
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  const end = a + (<usize>(n & ~15) << 2);
  for (; a < end; a += 64, x += 64) {
    s0 = fma(v128.load(a), v128.load(x), s0);
    s1 = fma(v128.load(a, 16), v128.load(x, 16), s1);
    s2 = fma(v128.load(a, 32), v128.load(x, 32), s2);
    s3 = fma(v128.load(a, 48), v128.load(x, 48), s3);
  }
  for (let i = n & 15; i >= 4; i -= 4, a += 16, x += 16) s0 = fma(v128.load(a), v128.load(x), s0);
  let total = sum4(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
  for (let i = n & 3; i > 0; i--, a += 4, x += 4) total += load<f32>(a) * load<f32>(x);
  return total;
}

function dotHalf(f16: bool, a: usize, x: usize, n: i32): f32 {
  let s0 = f32x4.splat(0), s1 = s0;
  const end = a + (<usize>(n & ~7) << 1);
  for (; a < end; a += 16, x += 32) {
    const bits = v128.load(a);
    let low = lowFloats(bits), high = highFloats(bits);
    if (f16) {
      low = f16Floats(low);
      high = f16Floats(high);
    }
    s0 = fma(low, v128.load(x), s0);
    s1 = fma(high, v128.load(x, 16), s1);
  }
  let total = sum4(f32x4.add(s0, s1));
  for (let i = n & 7; i > 0; i--, a += 2, x += 4) {
    const bits = <u32>load<u16>(a);
    total += (f16 ? f16Float(bits) : reinterpret<f32>(bits << 16)) * load<f32>(x);
  }
  return total;
}
