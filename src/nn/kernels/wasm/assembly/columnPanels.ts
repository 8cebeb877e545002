// Weights decoded into panels of 8 columns for `multiply`, `[panel][k][8]`, for dx = dy·W: B is W itself, and a
// row of W gives 8 neighbours of a panel at once.

import { fma } from "./simd";
import {
  BYTE_SCALE, evenNibbles, fourHalves, highBytes, highFloats, highHalves, highScaled, lowBytes, lowFloats,
  lowHalves, lowScaled, oddNibbles,
} from "./unpack";
import { F16, F32, Q4, Q8, Weights } from "./weights";

/** Panels of the columns of W [col, col + count) with k = the rows of W from `from` to `from + k`. */
export function packColumns(w: Weights, col: i32, count: i32, from: i32, k: i32, out: usize): void {
  const panelStride = <usize>k << 5;
  if (w.format == Q4) packColumnsQ4(w, col, count, from, k, out, panelStride);
  else if (w.format == Q8) packColumnsQ8(w, col, count, from, k, out, panelStride);
  else packColumnsFloat(w, col, count, from, k, out, panelStride);
}

/** `col` and `count` are multiples of 32, q4's block. */
function packColumnsQ4(w: Weights, col: i32, count: i32, from: i32, k: i32, out: usize, panelStride: usize): void {
  const rowBytes = <usize>w.cols >> 1;
  const scaleBytes = (<usize>w.cols >> 5) << 2;
  for (let block = 0; block < count; block += 32) {
    let data = w.data + <usize>from * rowBytes + (<usize>(col + block) >> 1);
    const first = <usize>from * scaleBytes + ((<usize>(col + block) >> 5) << 2);
    let scales = w.scales + first, mins = w.mins + first;
    let at = out + <usize>(block >> 3) * panelStride;
    for (let i = 0; i < k; i++) {
      const scale = v128.load32_splat(scales);
      const low = f32x4.sub(v128.load32_splat(mins), f32x4.mul(scale, f32x4.splat(16)));
      const twice = f32x4.add(scale, scale);
      const bytes = v128.load(data);
      const even = evenNibbles(bytes), odd = oddNibbles(bytes);
      storeNatural(lowBytes(even, odd), twice, low, at, panelStride);
      storeNatural(highBytes(even, odd), twice, low, at + 2 * panelStride, panelStride);
      data += rowBytes;
      scales += scaleBytes;
      mins += scaleBytes;
      at += 32;
    }
  }
}

/** 16 nibbles in column order: two panels' worth. */
// @ts-ignore: decorator
@inline
function storeNatural(nibbles: v128, twice: v128, low: v128, out: usize, panelStride: usize): void {
  let halves = lowHalves(nibbles);
  v128.store(out, fma(lowFloats(halves), twice, low));
  v128.store(out, fma(highFloats(halves), twice, low), 16);
  halves = highHalves(nibbles);
  v128.store(out + panelStride, fma(lowFloats(halves), twice, low));
  v128.store(out + panelStride, fma(highFloats(halves), twice, low), 16);
}

/** `col` and `count` are multiples of 16, the smaller of q8's blocks. */
function packColumnsQ8(w: Weights, col: i32, count: i32, from: i32, k: i32, out: usize, panelStride: usize): void {
  const rowBytes = <usize>w.cols;
  const scaleBytes = (<usize>(w.cols / w.blockSize)) << 2;
  for (let block = 0; block < count; block += 16) {
    let data = w.data + <usize>from * rowBytes + (col + block);
    let scales = w.scales + <usize>from * scaleBytes + (<usize>((col + block) / w.blockSize) << 2);
    let at = out + <usize>(block >> 3) * panelStride;
    const zero = i64x2.splat(0);
    for (let i = 0; i < k; i++) {
      const scale = f32x4.mul(v128.load32_splat(scales), f32x4.splat(BYTE_SCALE));
      const bytes = v128.load(data);
      let words = lowBytes(zero, bytes);
      v128.store(at, f32x4.mul(lowScaled(words), scale));
      v128.store(at, f32x4.mul(highScaled(words), scale), 16);
      words = highBytes(zero, bytes);
      v128.store(at + panelStride, f32x4.mul(lowScaled(words), scale));
      v128.store(at + panelStride, f32x4.mul(highScaled(words), scale), 16);
      data += rowBytes;
      scales += scaleBytes;
      at += 32;
    }
  }
}

function packColumnsFloat(w: Weights, col: i32, count: i32, from: i32, k: i32, out: usize, panelStride: usize): void {
  const cols = <usize>w.cols;
  const half = w.format == F16;
  for (let panel = 0; panel < count; panel += 8) {
    let at = out + <usize>(panel >> 3) * panelStride;
    for (let i = 0; i < k; i++) {
      const first = <usize>(from + i) * cols + (col + panel);
      if (w.format == F32) {
        const data = w.data + (first << 2);
        v128.store(at, v128.load(data));
        v128.store(at, v128.load(data, 16), 16);
      } else {
        const data = w.data + (first << 1);
        v128.store(at, fourHalves(half, data));
        v128.store(at, fourHalves(half, data + 8), 16);
      }
      at += 32;
    }
  }
}
