// y = x·Wᵀ [+ bias] [+ u·B], and its backward dx = dy·W [+ g·Aᵀ], where the narrow products
// u = scale·(x·A) and g = scale·(dy·Bᵀ) were made before by `project` and `projectTransposed`.

import { packColumns } from "./columnPanels";
import { dot, prepare, preparedBytes } from "./dot";
import { MAX_K, multiply, multiplyTransposed } from "./gemm";
import { ARGS, run, scratch, threads } from "./jobs";
import { JOB_LINEAR, JOB_LINEAR_BACKWARD, JOB_OUTER, JOB_PROJECT } from "./chunks";
import { packRows, packTransposed } from "./rowPanels";
import { Weights } from "./weights";

/** Columns of the output per chunk: four panels, so that 576 columns are 18 chunks. */
const CHUNK_COLS: i32 = 32;
/** Up to here, rows of W are multiplied directly with each token: decoding panels costs about two of these. */
const DIRECT_ROWS: i32 = 2;

@unmanaged
class LinearArgs {
  x: usize;
  w: usize;
  y: usize;
  bias: usize;
  u: usize;
  b: usize;
  n: i32;
  rank: i32;
  /** Rows of y per chunk. */
  chunkRows: i32;
  chunkCols: i32;
  prepared: usize;
}

/** Bytes of scratch that `linear` and `linearBackward` need on every thread. */
export function linearScratch(w: usize, rank: i32): usize {
  const direct = <usize>DIRECT_ROWS * preparedBytes(changetype<Weights>(w));
  return max(direct, <usize>(CHUNK_COLS * max(MAX_K, rank)) << 2);
}

/** Splits k into equal passes of at most MAX_K, each a multiple of 32 so that no block of q4 or q8 is cut. */
// @ts-ignore: decorator
@inline
function passLength(k: i32): i32 {
  const passes = (k + MAX_K - 1) / MAX_K;
  return ((k + passes - 1) / passes + 31) & ~31;
}

/** Whether rows of W are multiplied as they are stored. */
// @ts-ignore: decorator
@inline
function isDirect(w: Weights, n: i32): bool {
  return n <= DIRECT_ROWS && w.rowPanels == 0;
}

/** Decodes W into its panels, which are `[ceil(rows / 8)][cols][8]` and `[ceil(cols / 8)][rows][8]`. */
export function fillPanels(weights: usize): void {
  const w = changetype<Weights>(weights);
  packRows(w, 0, w.rows, 0, w.cols, w.rowPanels);
  packColumns(w, 0, w.cols, 0, w.rows, w.columnPanels);
}

/** Where the panels of B's columns from `col` on begin that are held whole, at row `from`; `col` is a multiple of 8. */
// @ts-ignore: decorator
@inline
function heldPanels(panels: usize, stride: usize, col: i32, from: i32): usize {
  return panels + <usize>(col >> 3) * stride + (<usize>from << 5);
}

/** Rows per chunk: all of them, unless the columns alone cannot keep the threads busy. */
function rowsPerChunk(n: i32, colChunks: i32): i32 {
  const wanted = threads() * 4;
  if (colChunks >= wanted) return n;
  const parts = (wanted + colChunks - 1) / colChunks;
  return max(64, ((n + parts - 1) / parts + 3) & ~3);
}

/**
 * x [n, in], W [out, in] → y [n, out]. `bias` [out] may be 0; `u` [n, rank] and `b` [rank, out] too.
 */
export function linear(
  x: usize, weights: usize, y: usize, bias: usize, u: usize, b: usize, n: i32, rank: i32,
): void {
  const args = changetype<LinearArgs>(ARGS);
  const w = changetype<Weights>(weights);
  args.x = x;
  args.w = weights;
  args.y = y;
  args.bias = bias;
  args.u = u;
  args.b = b;
  args.n = n;
  args.rank = rank;
  if (isDirect(w, n)) {
    // All threads read the prepared vectors in the caller's scratch; direct chunks use no scratch of their own.
    args.prepared = scratch();
    for (let i = 0; i < n; i++) {
      prepare(w, x + (<usize>(i * w.cols) << 2), args.prepared + <usize>i * preparedBytes(w));
    }
    args.chunkRows = n;
    args.chunkCols = min(512, max(16, (w.rows / (threads() * 8)) & ~7));
  } else {
    args.chunkCols = CHUNK_COLS;
    args.chunkRows = rowsPerChunk(n, (w.rows + CHUNK_COLS - 1) / CHUNK_COLS);
  }
  const colChunks = (w.rows + args.chunkCols - 1) / args.chunkCols;
  run(JOB_LINEAR, colChunks * ((n + args.chunkRows - 1) / args.chunkRows));
}

export function linearChunk(chunk: i32): void {
  const args = changetype<LinearArgs>(ARGS);
  const w = changetype<Weights>(args.w);
  const colChunks = (w.rows + args.chunkCols - 1) / args.chunkCols;
  const col = (chunk % colChunks) * args.chunkCols;
  const cols = min(args.chunkCols, w.rows - col);
  const row = (chunk / colChunks) * args.chunkRows;
  const rows = min(args.chunkRows, args.n - row);
  const yStride = <usize>w.rows << 2;
  const y = args.y + <usize>row * yStride + (<usize>col << 2);
  if (isDirect(w, args.n)) {
    const bytes = preparedBytes(w);
    for (let j = 0; j < cols; j++) {
      for (let i = 0; i < rows; i++) {
        store<f32>(y + <usize>i * yStride + (<usize>j << 2), dot(w, col + j, args.prepared + <usize>i * bytes));
      }
    }
  } else {
    const xStride = <usize>w.cols << 2;
    const x = args.x + <usize>row * xStride;
    const panels = scratch();
    const step = passLength(w.cols);
    for (let from = 0; from < w.cols; from += step) {
      const k = min(step, w.cols - from);
      const isHeld = w.rowPanels != 0;
      const stride = <usize>(isHeld ? w.cols : k) << 5;
      if (!isHeld) packRows(w, col, cols, from, k, panels);
      const b = isHeld ? heldPanels(w.rowPanels, stride, col, from) : panels;
      multiply(x + (<usize>from << 2), xStride, b, 32, stride, y, yStride, rows, cols, k, from > 0);
    }
  }
  if (args.bias != 0) addBias(y, yStride, args.bias + (<usize>col << 2), rows, cols);
  if (args.u != 0) {
    const uStride = <usize>args.rank << 2;
    multiply(
      args.u + <usize>row * uStride, uStride, args.b + (<usize>col << 2), yStride, 32,
      y, yStride, rows, cols, args.rank, true,
    );
  }
}

function addBias(y: usize, yStride: usize, bias: usize, rows: i32, cols: i32): void {
  for (let i = 0; i < rows; i++) {
    let j: usize = 0;
    for (const end = <usize>(cols & ~3) << 2; j < end; j += 16) {
      v128.store(y + j, f32x4.add(v128.load(y + j), v128.load(bias + j)));
    }
    for (const end = <usize>cols << 2; j < end; j += 4) store<f32>(y + j, load<f32>(y + j) + load<f32>(bias + j));
    y += yStride;
  }
}

/** dy [n, out], W [out, in] → dx [n, in]. `g` [n, rank] and `a` [in, rank] may be 0. */
export function linearBackward(dy: usize, weights: usize, dx: usize, g: usize, a: usize, n: i32, rank: i32): void {
  const args = changetype<LinearArgs>(ARGS);
  const w = changetype<Weights>(weights);
  args.x = dy;
  args.w = weights;
  args.y = dx;
  args.u = g;
  args.b = a;
  args.n = n;
  args.rank = rank;
  const colChunks = (w.cols + CHUNK_COLS - 1) / CHUNK_COLS;
  args.chunkRows = rowsPerChunk(n, colChunks);
  run(JOB_LINEAR_BACKWARD, colChunks * ((n + args.chunkRows - 1) / args.chunkRows));
}

export function linearBackwardChunk(chunk: i32): void {
  const args = changetype<LinearArgs>(ARGS);
  const w = changetype<Weights>(args.w);
  const colChunks = (w.cols + CHUNK_COLS - 1) / CHUNK_COLS;
  const col = (chunk % colChunks) * CHUNK_COLS;
  const cols = min(CHUNK_COLS, w.cols - col);
  const row = (chunk / colChunks) * args.chunkRows;
  const rows = min(args.chunkRows, args.n - row);
  const dxStride = <usize>w.cols << 2;
  const dyStride = <usize>w.rows << 2;
  const dx = args.y + <usize>row * dxStride + (<usize>col << 2);
  const dy = args.x + <usize>row * dyStride;
  const panels = scratch();
  const step = passLength(w.rows);
  for (let from = 0; from < w.rows; from += step) {
    const k = min(step, w.rows - from);
    const isHeld = w.columnPanels != 0;
    const stride = <usize>(isHeld ? w.rows : k) << 5;
    if (!isHeld) packColumns(w, col, cols, from, k, panels);
    const b = isHeld ? heldPanels(w.columnPanels, stride, col, from) : panels;
    multiply(dy + (<usize>from << 2), dyStride, b, 32, stride, dx, dxStride, rows, cols, k, from > 0);
  }
  if (args.u != 0) {
    const rankBytes = <usize>args.rank << 2;
    packTransposed(args.b + <usize>col * rankBytes, rankBytes, cols, args.rank, panels);
    multiply(
      args.u + <usize>row * rankBytes, rankBytes, panels, 32, <usize>args.rank << 5,
      dx, dxStride, rows, cols, args.rank, true,
    );
  }
}

@unmanaged
class ProjectArgs {
  x: usize;
  m: usize;
  y: usize;
  n: i32;
  k: i32;
  rank: i32;
  scale: f32;
  transposed: i32;
}

/** Rows of the narrow output per chunk. */
const PROJECT_ROWS: i32 = 32;

/** Bytes of scratch that `project` needs on every thread. */
export function projectScratch(rank: i32): usize {
  return <usize>((rank + 7) & ~7) * MAX_K << 2;
}

/** y [n, rank] = scale · x [n, k] · M, with M [k, rank], or [rank, k] if `transposed`. */
export function project(
  x: usize, m: usize, y: usize, n: i32, k: i32, rank: i32, scale: f32, transposed: i32,
): void {
  const args = changetype<ProjectArgs>(ARGS);
  args.x = x;
  args.m = m;
  args.y = y;
  args.n = n;
  args.k = k;
  args.rank = rank;
  args.scale = scale;
  args.transposed = transposed;
  run(JOB_PROJECT, (n + PROJECT_ROWS - 1) / PROJECT_ROWS);
}

export function projectChunk(chunk: i32): void {
  const args = changetype<ProjectArgs>(ARGS);
  const rank = args.rank;
  const row = chunk * PROJECT_ROWS;
  const rows = min(PROJECT_ROWS, args.n - row);
  const xStride = <usize>args.k << 2;
  const yStride = <usize>rank << 2;
  const x = args.x + <usize>row * xStride;
  const y = args.y + <usize>row * yStride;
  const panels = scratch();
  const step = passLength(args.k);
  for (let from = 0; from < args.k; from += step) {
    const k = min(step, args.k - from);
    const at = x + (<usize>from << 2);
    if (args.transposed) {
      packTransposed(args.m + (<usize>from << 2), xStride, rank, k, panels);
      multiply(at, xStride, panels, 32, <usize>k << 5, y, yStride, rows, rank, k, from > 0);
    } else {
      multiply(at, xStride, args.m + <usize>from * yStride, yStride, 32, y, yStride, rows, rank, k, from > 0);
    }
  }
  if (args.scale == 1) return;
  for (let at = y, end = y + <usize>rows * yStride; at < end; at += 4) store<f32>(at, load<f32>(at) * args.scale);
}

@unmanaged
class OuterArgs {
  a: usize;
  b: usize;
  c: usize;
  n: i32;
  rows: i32;
  cols: i32;
}

/** C [rows, cols] = Aᵀ·B, summed over the n tokens of A [n, rows] and B [n, cols]: the adapters' gradients. */
export function outer(a: usize, b: usize, c: usize, n: i32, rows: i32, cols: i32): void {
  const args = changetype<OuterArgs>(ARGS);
  args.a = a;
  args.b = b;
  args.c = c;
  args.n = n;
  args.rows = rows;
  args.cols = cols;
  run(JOB_OUTER, (max(rows, cols) + 63) >> 6);
}

/** 64 of the longer side of C. Tokens are taken 128 at a time, so that the strided A stays in the cache. */
export function outerChunk(chunk: i32): void {
  const args = changetype<OuterArgs>(ARGS);
  const tall = args.rows >= args.cols;
  const row = tall ? chunk << 6 : 0, col = tall ? 0 : chunk << 6;
  const rows = tall ? min(64, args.rows - row) : args.rows;
  const cols = tall ? args.cols : min(64, args.cols - col);
  const aStride = <usize>args.rows << 2, bStride = <usize>args.cols << 2;
  const c = args.c + <usize>row * bStride + (<usize>col << 2);
  for (let from = 0; from < args.n; from += 128) {
    multiplyTransposed(
      args.a + <usize>from * aStride + (<usize>row << 2), aStride,
      args.b + <usize>from * bStride + (<usize>col << 2), bStride, 32,
      c, bStride, rows, cols, min(128, args.n - from), from > 0,
    );
  }
}
