// From packed bytes to floats, four at a time.
//
// A nibble n is placed at bits 19–22 of a float with exponent 3: the bits 0x41000000 | n << 19 are the number
// 8 + n/2 exactly, without a conversion. So q4's value n·scale + min is (8 + n/2)·(2·scale) + (min − 16·scale).
// A signed byte q placed in the top byte of an i32 converts to q·2²⁴ exactly.

// @ts-ignore: decorator
@inline
export function lowBytes(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

// @ts-ignore: decorator
@inline
export function highBytes(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

// @ts-ignore: decorator
@inline
export function lowWords(a: v128, b: v128): v128 {
  return i16x8.shuffle(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}

// @ts-ignore: decorator
@inline
export function highWords(a: v128, b: v128): v128 {
  return i16x8.shuffle(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}

/** The even columns' nibbles (the low ones) of 16 bytes, shifted left by 3: byte 2 of the float above. */
// @ts-ignore: decorator
@inline
export function evenNibbles(bytes: v128): v128 {
  return v128.and(i16x8.shl(bytes, 3), i8x16.splat(0x78));
}

/** The odd columns' nibbles, likewise. */
// @ts-ignore: decorator
@inline
export function oddNibbles(bytes: v128): v128 {
  return v128.and(i16x8.shr_u(bytes, 1), i8x16.splat(0x78));
}

/** Eight nibbles (from `evenNibbles`, `oddNibbles`) as the top halves of 8 + n/2; the first 8 of 16. */
// @ts-ignore: decorator
@inline
export function lowHalves(nibbles: v128): v128 {
  return lowBytes(nibbles, i8x16.splat(0x41));
}

// @ts-ignore: decorator
@inline
export function highHalves(nibbles: v128): v128 {
  return highBytes(nibbles, i8x16.splat(0x41));
}

/** Four f32 from the low (high) four of eight top halves: bf16 and the nibbles above. */
// @ts-ignore: decorator
@inline
export function lowFloats(halves: v128): v128 {
  return lowWords(i64x2.splat(0), halves);
}

// @ts-ignore: decorator
@inline
export function highFloats(halves: v128): v128 {
  return highWords(i64x2.splat(0), halves);
}

/** q·2²⁴ from eight i16 that hold q << 8. */
// @ts-ignore: decorator
@inline
export function lowScaled(words: v128): v128 {
  return f32x4.convert_i32x4_s(lowWords(i64x2.splat(0), words));
}

// @ts-ignore: decorator
@inline
export function highScaled(words: v128): v128 {
  return f32x4.convert_i32x4_s(highWords(i64x2.splat(0), words));
}

/** Four f16, each in the top half of an i32, as f32; subnormals too. Infinities do not occur in weights. */
// @ts-ignore: decorator
@inline
export function f16Floats(top: v128): v128 {
  const magnitude = i32x4.shr_u(v128.and(top, i32x4.splat(0x7fff0000)), 3);
  const sign = v128.and(top, i32x4.splat(0x80000000));
  return v128.or(f32x4.mul(magnitude, f32x4.splat(5.192296858534828e33)), sign);
}

/** 2⁻²⁴, for `lowScaled` and `highScaled`. */
export const BYTE_SCALE: f32 = 5.9604644775390625e-8;

/** f16 to f32 for one value. */
// @ts-ignore: decorator
@inline
export function f16Float(half: u32): f32 {
  const magnitude = reinterpret<f32>((half & 0x7fff) << 13) * <f32>5.192296858534828e33;
  return reinterpret<f32>(reinterpret<u32>(magnitude) | ((half & 0x8000) << 16));
}

/** Four f16 or bf16 that follow one another. */
// @ts-ignore: decorator
@inline
export function fourHalves(f16: bool, at: usize): v128 {
  const top = lowFloats(v128.load64_zero(at));
  return f16 ? f16Floats(top) : top;
}

/** One of them. */
// @ts-ignore: decorator
@inline
export function oneHalf(f16: bool, at: usize): f32 {
  const bits = <u32>load<u16>(at);
  return f16 ? f16Float(bits) : reinterpret<f32>(bits << 16);
}
