// The dense product all others are made of: C [m, n] (+)= op(A) · B, register tiles of 4 rows × 8 columns.
// All strides are in bytes.
//
// B is either packed in panels of 8 columns, `[panel][k][8]` (rowStride 32, panelStride k·32), or any
// row-major matrix read in place (rowStride = its row, panelStride 32).
// Every element of C is summed over k in rising order by the same steps, whatever tile it falls in:
// results do not depend on how a product is cut into chunks.

import { fma } from "./simd";

/** Tile height and width. */
export const TILE_ROWS: i32 = 4;
export const TILE_COLS: i32 = 8;
/** Longest k per pass: 4 rows of A (8 KiB) and a panel of B (16 KiB) stay in the first-level cache. */
export const MAX_K: i32 = 512;

/** C rows are written at `c`; only the first `rows` (1–4) and `cols` (1–8) exist. */
// @ts-ignore: decorator
@inline
function finish(
  c: usize, cStride: usize, rows: i32, cols: i32, accumulate: bool,
  c00: v128, c01: v128, c10: v128, c11: v128, c20: v128, c21: v128, c30: v128, c31: v128,
): void {
  finishRow(c, cols, accumulate, c00, c01);
  if (rows > 1) finishRow(c + cStride, cols, accumulate, c10, c11);
  if (rows > 2) finishRow(c + 2 * cStride, cols, accumulate, c20, c21);
  if (rows > 3) finishRow(c + 3 * cStride, cols, accumulate, c30, c31);
}

// @ts-ignore: decorator
@inline
function finishRow(c: usize, cols: i32, accumulate: bool, low: v128, high: v128): void {
  if (cols == TILE_COLS) {
    if (accumulate) {
      low = f32x4.add(v128.load(c), low);
      high = f32x4.add(v128.load(c, 16), high);
    }
    v128.store(c, low);
    v128.store(c, high, 16);
  } else {
    finishPartialRow(c, cols, accumulate, low, high);
  }
}

function finishPartialRow(c: usize, cols: i32, accumulate: bool, low: v128, high: v128): void {
  for (let j = 0; j < cols; j++) {
    const value = f32x4.extract_lane(low, 0);
    store<f32>(c, accumulate ? load<f32>(c) + value : value);
    low = i32x4.shuffle(low, high, 1, 2, 3, 4);
    high = i32x4.shuffle(high, high, 1, 2, 3, 3);
    c += 4;
  }
}

/** A(i, k) = A + i·aStride + 4k: a row-major A. */
function tileRows(
  a: usize, aStride: usize, b: usize, bStride: usize, c: usize, cStride: usize,
  k: i32, rows: i32, cols: i32, accumulate: bool,
): void {
  const zero = f32x4.splat(0);
  let c00 = zero, c01 = zero, c10 = zero, c11 = zero, c20 = zero, c21 = zero, c30 = zero, c31 = zero;
  // Rows that do not exist repeat the first: computed, never stored.
  let a0 = a;
  let a1 = rows > 1 ? a + aStride : a;
  let a2 = rows > 2 ? a + 2 * aStride : a;
  let a3 = rows > 3 ? a + 3 * aStride : a;
  const end = a + (<usize>(k & ~1) << 2);
  let b0: v128, b1: v128, x: v128;
  while (a0 < end) {
    b0 = v128.load(b);
    b1 = v128.load(b, 16);
    x = v128.load32_splat(a0); c00 = fma(x, b0, c00); c01 = fma(x, b1, c01);
    x = v128.load32_splat(a1); c10 = fma(x, b0, c10); c11 = fma(x, b1, c11);
    x = v128.load32_splat(a2); c20 = fma(x, b0, c20); c21 = fma(x, b1, c21);
    x = v128.load32_splat(a3); c30 = fma(x, b0, c30); c31 = fma(x, b1, c31);
    b += bStride;
    b0 = v128.load(b);
    b1 = v128.load(b, 16);
    x = v128.load32_splat(a0, 4); c00 = fma(x, b0, c00); c01 = fma(x, b1, c01);
    x = v128.load32_splat(a1, 4); c10 = fma(x, b0, c10); c11 = fma(x, b1, c11);
    x = v128.load32_splat(a2, 4); c20 = fma(x, b0, c20); c21 = fma(x, b1, c21);
    x = v128.load32_splat(a3, 4); c30 = fma(x, b0, c30); c31 = fma(x, b1, c31);
    b += bStride;
    a0 += 8; a1 += 8; a2 += 8; a3 += 8;
  }
  if (k & 1) {
    b0 = v128.load(b);
    b1 = v128.load(b, 16);
    x = v128.load32_splat(a0); c00 = fma(x, b0, c00); c01 = fma(x, b1, c01);
    x = v128.load32_splat(a1); c10 = fma(x, b0, c10); c11 = fma(x, b1, c11);
    x = v128.load32_splat(a2); c20 = fma(x, b0, c20); c21 = fma(x, b1, c21);
    x = v128.load32_splat(a3); c30 = fma(x, b0, c30); c31 = fma(x, b1, c31);
  }
  finish(c, cStride, rows, cols, accumulate, c00, c01, c10, c11, c20, c21, c30, c31);
}

/** A(i, k) = A + 4i + k·aStride: the transpose of a row-major A. May read up to 12 bytes past the last i. */
function tileColumns(
  a: usize, aStride: usize, b: usize, bStride: usize, c: usize, cStride: usize,
  k: i32, rows: i32, cols: i32, accumulate: bool,
): void {
  const zero = f32x4.splat(0);
  let c00 = zero, c01 = zero, c10 = zero, c11 = zero, c20 = zero, c21 = zero, c30 = zero, c31 = zero;
  let b0: v128, b1: v128, x: v128;
  for (let end = a + <usize>k * aStride; a < end; a += aStride, b += bStride) {
    b0 = v128.load(b);
    b1 = v128.load(b, 16);
    x = v128.load32_splat(a); c00 = fma(x, b0, c00); c01 = fma(x, b1, c01);
    x = v128.load32_splat(a, 4); c10 = fma(x, b0, c10); c11 = fma(x, b1, c11);
    x = v128.load32_splat(a, 8); c20 = fma(x, b0, c20); c21 = fma(x, b1, c21);
    x = v128.load32_splat(a, 12); c30 = fma(x, b0, c30); c31 = fma(x, b1, c31);
  }
  finish(c, cStride, rows, cols, accumulate, c00, c01, c10, c11, c20, c21, c30, c31);
}

/** C [m, n] (+)= A [m, k] · B. Reads B up to the next multiple of 8 columns. */
export function multiply(
  a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize, c: usize, cStride: usize,
  m: i32, n: i32, k: i32, accumulate: bool,
): void {
  for (let i = 0; i < m; i += TILE_ROWS) {
    let panel = b;
    for (let j = 0; j < n; j += TILE_COLS) {
      tileRows(
        a, aStride, panel, bStride, c + (<usize>j << 2), cStride,
        k, min(TILE_ROWS, m - i), min(TILE_COLS, n - j), accumulate,
      );
      panel += panelStride;
    }
    a += TILE_ROWS * aStride;
    c += TILE_ROWS * cStride;
  }
}

/** C [m, n] (+)= Aᵀ · B, with A [k, m] row-major. Reads B up to the next multiple of 8 columns. */
export function multiplyTransposed(
  a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize, c: usize, cStride: usize,
  m: i32, n: i32, k: i32, accumulate: bool,
): void {
  for (let i = 0; i < m; i += TILE_ROWS) {
    let panel = b;
    for (let j = 0; j < n; j += TILE_COLS) {
      tileColumns(
        a, aStride, panel, bStride, c + (<usize>j << 2), cStride,
        k, min(TILE_ROWS, m - i), min(TILE_COLS, n - j), accumulate,
      );
      panel += panelStride;
    }
    a += TILE_ROWS * 4;
    c += TILE_ROWS * cStride;
  }
}
