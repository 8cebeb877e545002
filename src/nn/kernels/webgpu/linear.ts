import type { Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import type { FrozenMatrix, LinearGradients, LoraPair } from "../kernels.ts";
import type { GpuBackend } from "./gpuBackend.ts";
import { type GpuMatrix, gpuMatrix } from "./gpuMatrix.ts";
import { flatGrid } from "./gpuProgram.ts";
import { LORA_COLUMNS, loraDownProgram, loraGradientsProgram } from "./loraPrograms.ts";
import { matmulProgram, TILE } from "./matmulProgram.ts";
import { MATVEC_MAX_ROWS, MATVEC_OUTPUTS, matvecProgram } from "./matvecProgram.ts";

/** See `Kernels.linear`. One dispatch, two with an adapter. */
export function linear(
  backend: GpuBackend,
  x: Tensor2D,
  w: FrozenMatrix,
  lora: LoraPair | null,
  bias: Tensor1D | null,
): Tensor2D {
  const matrix = gpuMatrix(w);
  const down = lora ? loraDown(backend, x, lora, null) : null;
  const y = backend.matrix(x.shape[0], w.rows);
  multiply(backend, matrix, x, y, {
    rows: x.shape[0],
    bias,
    lora: lora && down ? { down, up: lora.b, rank: lora.b.shape[0], scale: lora.scale } : null,
  });
  down?.dispose();
  return y;
}

/** See `Kernels.linearBackward`. One dispatch, three with an adapter. */
export function linearBackward(
  backend: GpuBackend,
  dy: Tensor2D,
  x: Tensor2D,
  w: FrozenMatrix,
  lora: LoraPair | null,
): LinearGradients {
  const matrix = gpuMatrix(w);
  const [n] = x.shape;
  const dx = backend.matrix(n, w.cols);
  if (!lora) {
    multiplyTransposed(backend, matrix, dy, dx, { rows: n });
    return { dx, lora: null };
  }
  const rank = lora.b.shape[0];
  const down = loraDown(backend, x, lora, dy);
  multiplyTransposed(backend, matrix, dy, dx, {
    rows: n,
    lora: { down, up: lora.a, rank, scale: lora.scale, downAt: n * rank },
  });
  const da = backend.matrix(w.cols, rank);
  const db = backend.matrix(rank, w.rows);
  backend.run(loraGradientsProgram(), {
    reads: [x, dy, down],
    writes: [da, db],
    scalars: [n, w.cols, w.rows, rank, lora.scale],
    grid: [Math.ceil(Math.max(w.rows, w.cols) / 64), Math.ceil(rank / LORA_COLUMNS), 2],
  });
  down.dispose();
  return { dx, lora: { da, db } };
}

/** The small products of an adapter, see `loraPrograms.ts`. `down` `[n, rank]`, `up` = B or, transposed, A. */
interface LoraPart {
  down: Tensor;
  up: Tensor2D;
  rank: number;
  scale: number;
  /** Where in `down` the product starts. */
  downAt?: number;
}

/** y[yRow …] = x[xRow …]·Wᵀ [+ bias] [+ adapter] for `rows` rows. */
export function multiply(
  backend: GpuBackend,
  w: GpuMatrix,
  x: Tensor2D,
  y: Tensor2D,
  part: { rows: number; xRow?: number; bias?: Tensor1D | null; lora?: LoraPart | null },
): void {
  const { rows, xRow = 0, bias = null, lora = null } = part;
  // Something must be bound in the place of what is absent.
  const reads = [x, ...w.tensors, bias ?? x, lora?.down ?? x, lora?.up ?? x];
  const biased = bias ? 1 : 0;
  const rank = lora?.rank ?? 0;
  const scale = lora?.scale ?? 0;
  if (rows <= MATVEC_MAX_ROWS) {
    backend.run(matvecProgram(w, rows), {
      reads,
      writes: [y],
      scalars: [rows, w.rows, w.cols, xRow, biased, rank, scale],
      grid: flatGrid(Math.ceil(w.rows / MATVEC_OUTPUTS)),
    });
    return;
  }
  backend.run(matmulProgram(w, w.cols, false), {
    reads,
    writes: [y],
    scalars: [rows, w.cols, w.rows, roundUp(w.cols), w.rows, w.cols, xRow, 0, biased, rank, 0, scale],
    grid: [Math.ceil(w.rows / TILE), Math.ceil(rows / TILE), 1],
  });
}

/**
 * dx[dxRow …] = dy·W [+ adapter] for `rows` rows. With `splits` > 1 the sum over W's rows is taken in that many
 * parts, each a plane `[rows, cols]` of dx.
 */
export function multiplyTransposed(
  backend: GpuBackend,
  w: GpuMatrix,
  dy: Tensor2D,
  dx: Tensor,
  part: { rows: number; dxRow?: number; splits?: number; lora?: LoraPart },
): void {
  const { rows, dxRow = 0, splits = 1, lora } = part;
  const kSplit = roundUp(Math.ceil(w.rows / splits));
  backend.run(matmulProgram(w, w.rows, true), {
    reads: [dy, ...w.tensors, dy, lora?.down ?? dy, lora?.up ?? dy],
    writes: [dx],
    scalars: [
      rows,
      w.rows,
      w.cols,
      kSplit,
      w.rows,
      w.cols,
      0,
      dxRow,
      0,
      lora?.rank ?? 0,
      lora?.downAt ?? 0,
      lora?.scale ?? 0,
    ],
    grid: [Math.ceil(w.cols / TILE), Math.ceil(rows / TILE), splits],
  });
}

/** x·A, and with dy also dy·Bᵀ behind it. */
function loraDown(backend: GpuBackend, x: Tensor2D, lora: LoraPair, dy: Tensor2D | null): Tensor {
  const [n, inputs] = x.shape;
  const [rank, outputs] = lora.b.shape;
  const planes = dy ? 2 : 1;
  const down = backend.allocate([planes, n, rank]);
  const [gridX, gridY] = flatGrid(n);
  backend.run(loraDownProgram(rank), {
    reads: [x, lora.a, dy ?? x, lora.b],
    writes: [down],
    scalars: [n, inputs, outputs, rank],
    grid: [gridX, gridY, planes],
  });
  return down;
}

function roundUp(k: number): number {
  return Math.ceil(k / TILE) * TILE;
}
