// Products of one packed row of W with one vector x, for a few tokens at a time (decoding), where decoding
// panels would cost more than the product. Sums are in f32.

import { fma, sum4 } from "./simd";
import {
  BYTE_SCALE, evenNibbles, f16Float, f16Floats, highBytes, highFloats, highHalves, highScaled, lowBytes,
  lowFloats, lowHalves, lowScaled, oddNibbles,
} from "./unpack";
import { F16, F32, Q4, Q8, Weights } from "./weights";

/** Bytes that `prepare` writes for one vector. */
export function preparedBytes(w: Weights): usize {
  return w.format == Q4 ? <usize>(w.cols << 2) + (<usize>((w.cols >> 5) + 3 & ~3) << 2) : <usize>w.cols << 2;
}

/**
 * q4 wants x doubled, with the even and then the odd columns of each block of 32, followed by the sum of x
 * over each block (padded with zeros to a multiple of four blocks). The other formats take x as it is.
 */
export function prepare(w: Weights, x: usize, out: usize): void {
  if (w.format != Q4) {
    memory.copy(out, x, <usize>w.cols << 2);
    return;
  }
  const blocks = w.cols >> 5;
  let sums = out + (<usize>w.cols << 2);
  v128.store(sums + (<usize>(blocks & ~3) << 2), f32x4.splat(0));
  for (let block = 0; block < blocks; block++) {
    let sum = f32x4.splat(0);
    for (let i: usize = 0; i < 64; i += 16) {
      const a = v128.load(x + 2 * i), b = v128.load(x + 2 * i, 16);
      const even = i32x4.shuffle(a, b, 0, 2, 4, 6), odd = i32x4.shuffle(a, b, 1, 3, 5, 7);
      v128.store(out + i, f32x4.add(even, even));
      v128.store(out + i, f32x4.add(odd, odd), 64);
      sum = f32x4.add(sum, f32x4.add(even, odd));
    }
    store<f32>(sums, sum4(sum));
    sums += 4;
    x += 128;
    out += 128;
  }
}

/** W[row] · x, with x from `prepare`. */
export function dot(w: Weights, row: i32, x: usize): f32 {
  if (w.format == Q4) return dotQ4(w, row, x);
  if (w.format == Q8) return dotQ8(w, row, x);
  if (w.format == F32) return dotF32(w.data + (<usize>row * <usize>w.cols << 2), x, w.cols);
  return dotHalf(w.format == F16, w.data + (<usize>row * <usize>w.cols << 1), x, w.cols);
}

function dotQ4(w: Weights, row: i32, x: usize): f32 {
  const blocks = <usize>w.cols >> 5;
  let data = w.data + (<usize>row * blocks << 4);
  const first = <usize>row * blocks << 2;
  let scales = w.scales + first;
  const end = scales + (blocks << 2);
  let total = f32x4.splat(0);
  for (; scales < end; scales += 4, data += 16, x += 128) {
    const bytes = v128.load(data);
    const even = evenNibbles(bytes), odd = oddNibbles(bytes);
    let halves = lowHalves(even);
    let a = f32x4.mul(lowFloats(halves), v128.load(x));
    let b = f32x4.mul(highFloats(halves), v128.load(x, 16));
    halves = highHalves(even);
    a = fma(lowFloats(halves), v128.load(x, 32), a);
    b = fma(highFloats(halves), v128.load(x, 48), b);
    halves = lowHalves(odd);
    a = fma(lowFloats(halves), v128.load(x, 64), a);
    b = fma(highFloats(halves), v128.load(x, 80), b);
    halves = highHalves(odd);
    a = fma(lowFloats(halves), v128.load(x, 96), a);
    b = fma(highFloats(halves), v128.load(x, 112), b);
    total = fma(f32x4.add(a, b), v128.load32_splat(scales), total);
  }
  // x is at the sums now. The last step may read the next row's scales (or the zeros after the last row's):
  // their sums are 0.
  const sixteen = f32x4.splat(16);
  for (let o = first; o < first + (blocks << 2); o += 16, x += 16) {
    const low = f32x4.sub(v128.load(w.mins + o), f32x4.mul(v128.load(w.scales + o), sixteen));
    total = fma(low, v128.load(x), total);
  }
  return sum4(total);
}

function dotQ8(w: Weights, row: i32, x: usize): f32 {
  const cols = <usize>w.cols;
  const perScale = <usize>w.blockSize;
  let data = w.data + <usize>row * cols;
  let scales = w.scales + (<usize>row * (cols / perScale) << 2);
  const zero = i64x2.splat(0);
  let total = f32x4.splat(0);
  for (let end = data + cols; data < end; scales += 4) {
    let sum = f32x4.splat(0);
    for (const blockEnd = data + perScale; data < blockEnd; data += 16, x += 64) {
      const bytes = v128.load(data);
      let words = lowBytes(zero, bytes);
      let a = f32x4.mul(lowScaled(words), v128.load(x));
      let b = f32x4.mul(highScaled(words), v128.load(x, 16));
      words = highBytes(zero, bytes);
      a = fma(lowScaled(words), v128.load(x, 32), a);
      b = fma(highScaled(words), v128.load(x, 48), b);
      sum = f32x4.add(sum, f32x4.add(a, b));
    }
    total = fma(sum, v128.load32_splat(scales), total);
  }
  return sum4(f32x4.mul(total, f32x4.splat(BYTE_SCALE)));
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
