// The dense product all others are made of: C [m, n] (+)= op(A) · B, register tiles of 4 rows × 8 columns.
// All strides are in bytes.
//
// B is either packed in panels of 8 columns, `[panel][k][8]` (rowStride 32, panelStride k·32), or any
// row-major matrix read in place (rowStride = its row, panelStride 32).
// Every element of C is summed over k in rising order by the same steps, whatever tile it falls in:
// results do not depend on how a product is cut into chunks.

import { tileScratch } from "./jobs";
import { fma } from "./simd";

/** Tile height and width. */
export const TILE_ROWS: i32 = 4;
export const TILE_COLS: i32 = 8;
/** Longest k per pass: 4 rows of A (8 KiB) and a panel of B (16 KiB) stay in the first-level cache. */
export const MAX_K: i32 = 512;

// Where the rows of the current tile lie, relative to its first. Globals, because the inner loops need every
// register: parameters that stay alive across a loop push its own variables out.
let cRow1: usize = 0, cRow2: usize = 0, cRow3: usize = 0;

/** One tile, A(i, k) = A + aRow(i) + 4k: a row-major A. */
function tileRows(
  a: usize, aRow1: usize, aRow2: usize, aRow3: usize, b: usize, bStride: usize, c: usize, k: i32, accumulate: bool,
): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  if (accumulate) {
    c00 = v128.load(c);
    c01 = v128.load(c, 16);
    c10 = v128.load(c + cRow1);
    c11 = v128.load(c + cRow1, 16);
    c20 = v128.load(c + cRow2);
    c21 = v128.load(c + cRow2, 16);
    c30 = v128.load(c + cRow3);
    c31 = v128.load(c + cRow3, 16);
  }
  let a1 = a + aRow1, a2 = a + aRow2, a3 = a + aRow3;
  let b0: v128, b1: v128, x: v128;
  // Not unrolled: V8 keeps everything in registers this way, and no other loop is faster.
  for (const end = a + (<usize>k << 2); a < end; a += 4, a1 += 4, a2 += 4, a3 += 4, b += bStride) {
    b0 = v128.load(b);
    b1 = v128.load(b, 16);
    x = v128.load32_splat(a); c00 = fma(x, b0, c00); c01 = fma(x, b1, c01);
    x = v128.load32_splat(a1); c10 = fma(x, b0, c10); c11 = fma(x, b1, c11);
    x = v128.load32_splat(a2); c20 = fma(x, b0, c20); c21 = fma(x, b1, c21);
    x = v128.load32_splat(a3); c30 = fma(x, b0, c30); c31 = fma(x, b1, c31);
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c + cRow1, c10);
  v128.store(c + cRow1, c11, 16);
  v128.store(c + cRow2, c20);
  v128.store(c + cRow2, c21, 16);
  v128.store(c + cRow3, c30);
  v128.store(c + cRow3, c31, 16);
}

/** One tile, A(i, k) = A + 4i + k·aStride: the transpose of a row-major A. */
function tileColumns(
  a: usize, aStride: usize, b: usize, bStride: usize, c: usize, k: i32, accumulate: bool,
): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  if (accumulate) {
    c00 = v128.load(c);
    c01 = v128.load(c, 16);
    c10 = v128.load(c + cRow1);
    c11 = v128.load(c + cRow1, 16);
    c20 = v128.load(c + cRow2);
    c21 = v128.load(c + cRow2, 16);
    c30 = v128.load(c + cRow3);
    c31 = v128.load(c + cRow3, 16);
  }
  let b0: v128, b1: v128, x: v128;
  for (let end = a + <usize>k * aStride; a < end; a += aStride, b += bStride) {
    b0 = v128.load(b);
    b1 = v128.load(b, 16);
    x = v128.load32_splat(a); c00 = fma(x, b0, c00); c01 = fma(x, b1, c01);
    x = v128.load32_splat(a, 4); c10 = fma(x, b0, c10); c11 = fma(x, b1, c11);
    x = v128.load32_splat(a, 8); c20 = fma(x, b0, c20); c21 = fma(x, b1, c21);
    x = v128.load32_splat(a, 12); c30 = fma(x, b0, c30); c31 = fma(x, b1, c31);
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c + cRow1, c10);
  v128.store(c + cRow1, c11, 16);
  v128.store(c + cRow2, c20);
  v128.store(c + cRow2, c21, 16);
  v128.store(c + cRow3, c30);
  v128.store(c + cRow3, c31, 16);
}

/** C [m, n] (+)= A [m, k] · B. Reads B up to the next multiple of 8 columns. */
export function multiply(
  a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize, c: usize, cStride: usize,
  m: i32, n: i32, k: i32, accumulate: bool,
): void {
  for (let i = 0; i < m; i += TILE_ROWS) {
    // Rows that do not exist repeat the first: the same values are stored there again.
    const rows = m - i;
    const last = min(rows, TILE_ROWS) - 1;
    const row1 = <usize>(rows > 1 ? 1 : 0), row2 = <usize>(rows > 2 ? 2 : 0), row3 = <usize>(rows > 3 ? 3 : 0);
    let panel = b, j = 0;
    cRow1 = row1 * cStride;
    cRow2 = row2 * cStride;
    cRow3 = row3 * cStride;
    for (; j + TILE_COLS <= n; j += TILE_COLS, panel += panelStride) {
      tileRows(a, row1 * aStride, row2 * aStride, row3 * aStride, panel, bStride, c + (<usize>j << 2), k, accumulate);
    }
    if (j < n) {
      const tile = openEdge(c + (<usize>j << 2), cStride, last + 1, n - j, accumulate);
      tileRows(a, row1 * aStride, row2 * aStride, row3 * aStride, panel, bStride, tile, k, accumulate);
      closeEdge(c + (<usize>j << 2), cStride, last + 1, n - j);
    }
    a += <usize>TILE_ROWS * aStride;
    c += <usize>TILE_ROWS * cStride;
  }
}

/** C [m, n] (+)= Aᵀ · B, with A [k, m] row-major. Reads A up to a multiple of 4, B up to a multiple of 8 columns. */
export function multiplyTransposed(
  a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize, c: usize, cStride: usize,
  m: i32, n: i32, k: i32, accumulate: bool,
): void {
  for (let i = 0; i < m; i += TILE_ROWS) {
    const rows = min(m - i, TILE_ROWS);
    let panel = b, j = 0;
    cRow1 = cStride;
    cRow2 = 2 * cStride;
    cRow3 = 3 * cStride;
    for (; j < n; j += TILE_COLS, panel += panelStride) {
      const at = c + (<usize>j << 2);
      const cols = min(n - j, TILE_COLS);
      if (rows == TILE_ROWS && cols == TILE_COLS) {
        tileColumns(a, aStride, panel, bStride, at, k, accumulate);
      } else {
        tileColumns(a, aStride, panel, bStride, openEdge(at, cStride, rows, cols, accumulate), k, accumulate);
        closeEdge(at, cStride, rows, cols);
        cRow1 = cStride;
        cRow2 = 2 * cStride;
        cRow3 = 3 * cStride;
      }
    }
    a += TILE_ROWS * 4;
    c += <usize>TILE_ROWS * cStride;
  }
}

/** A whole tile in scratch that stands for one at the edge of C; returns its address. */
function openEdge(c: usize, cStride: usize, rows: i32, cols: i32, accumulate: bool): usize {
  const tile = tileScratch();
  cRow1 = 32;
  cRow2 = 64;
  cRow3 = 96;
  if (accumulate) {
    for (let i = 0; i < rows; i++) memory.copy(tile + <usize>(32 * i), c + <usize>i * cStride, <usize>cols << 2);
  }
  return tile;
}

/** Copies what exists of the edge tile to C. */
function closeEdge(c: usize, cStride: usize, rows: i32, cols: i32): void {
  const tile = tileScratch();
  for (let i = 0; i < rows; i++) memory.copy(c + <usize>i * cStride, tile + <usize>(32 * i), <usize>cols << 2);
}
