import type { Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import type { AttentionShape } from "../kernels.ts";
import {
  attentionBackwardKeysProgram,
  attentionBackwardQueriesProgram,
  backwardTiles,
} from "./attentionBackwardPrograms.ts";
import { attentionProgram, attentionTiles } from "./attentionProgram.ts";
import type { GpuBackend } from "./gpuBackend.ts";

/** Where the queries stand and where the keys lie, for training and decoding alike. */
export interface AttentionCall {
  batch: number;
  newTokens: number;
  /** Rows of keys per sequence, and the row of the first value. */
  keyRows: number;
  valueRow: number;
  heads: number;
  kvHeads: number;
  headDim: number;
  window: number;
  /** Position of each sequence's first query. */
  starts: Int32Array;
  lengths: Int32Array;
}

/** One dispatch. k and v may be the same tensor: a cache with values behind keys. */
export function attend(
  backend: GpuBackend,
  q: Tensor2D,
  k: Tensor,
  v: Tensor,
  call: AttentionCall,
): Tensor2D {
  const y = backend.matrix(...q.shape);
  const { queries } = attentionTiles(call.headDim, call.newTokens);
  backend.run(attentionProgram(call.headDim, call.newTokens), {
    reads: [q, k, v],
    writes: [y],
    scalars: scalarsOf(call),
    list: listOf(call),
    grid: [Math.ceil(call.newTokens / queries), call.heads, call.batch],
  });
  return y;
}

/** See `Kernels.attention`. */
export function attention(
  backend: GpuBackend,
  q: Tensor2D,
  k: Tensor2D,
  v: Tensor2D,
  shape: AttentionShape,
): Tensor2D {
  return attend(backend, q, k, v, trainingCall(shape));
}

/** See `Kernels.attentionBackward`. Two dispatches. */
export function attentionBackward(
  backend: GpuBackend,
  dOut: Tensor2D,
  q: Tensor2D,
  k: Tensor2D,
  v: Tensor2D,
  shape: AttentionShape,
): { dq: Tensor2D; dk: Tensor2D; dv: Tensor2D } {
  const call = trainingCall(shape);
  const { batch, length, heads, kvHeads, headDim } = shape;
  const { queries, keys } = backwardTiles(headDim);
  const common = { scalars: scalarsOf(call), list: listOf(call) };
  const dq = backend.matrix(...q.shape);
  const stats = backend.allocate([batch * length, heads, 2]);
  backend.run(attentionBackwardQueriesProgram(headDim), {
    reads: [dOut, q, k, v],
    writes: [dq, stats],
    grid: [Math.ceil(length / queries), heads, batch],
    ...common,
  });
  const dk = backend.matrix(...k.shape);
  const dv = backend.matrix(...v.shape);
  backend.run(attentionBackwardKeysProgram(headDim), {
    reads: [dOut, q, k, v, stats],
    writes: [dk, dv],
    grid: [Math.ceil(length / keys), kvHeads, batch],
    ...common,
  });
  stats.dispose();
  return { dq, dk, dv };
}

function trainingCall(shape: AttentionShape): AttentionCall {
  const { length, ...rest } = shape;
  return { ...rest, newTokens: length, keyRows: length, valueRow: 0, starts: new Int32Array(shape.batch) };
}

function scalarsOf(call: AttentionCall): number[] {
  const { batch, newTokens, keyRows, valueRow, heads, kvHeads, headDim, window } = call;
  const shape = [batch, newTokens, keyRows, valueRow, heads, kvHeads];
  return [...shape, window, 1 / Math.sqrt(headDim)];
}

function listOf(call: AttentionCall): Int32Array {
  const list = new Int32Array(2 * call.batch);
  list.set(call.starts);
  list.set(call.lengths, call.batch);
  return list;
}
