import { keep, type Tensor, type Tensor2D } from "@tensorflow/tfjs-core";
import type { CachedStep, KvCache, KvCacheShape } from "../kernels.ts";
import { attend } from "./attention.ts";
import { elementwise, runElementwise } from "./elementwisePrograms.ts";
import type { GpuBackend } from "./gpuBackend.ts";
import type { GpuProgram } from "./gpuProgram.ts";

/** One tensor per layer, `[2, batch, capacity, kvHeads · headDim]`: keys, then values, written in place. */
class GpuKvCache implements KvCache {
  readonly shape: KvCacheShape;
  readonly layers: Tensor[];

  constructor(backend: GpuBackend, shape: KvCacheShape) {
    this.shape = shape;
    const { batch, capacity, kvHeads, headDim } = shape;
    this.layers = Array.from({ length: shape.layers }, () =>
      keep(backend.allocate([2, batch, capacity, kvHeads * headDim])),
    );
  }

  dispose(): void {
    for (const layer of this.layers) layer.dispose();
  }
}

export function createKvCache(backend: GpuBackend, shape: KvCacheShape): KvCache {
  return new GpuKvCache(backend, shape);
}

/** See `Kernels.attendCached`. Two dispatches; only the new rows are copied. */
export function attendCached(
  backend: GpuBackend,
  q: Tensor2D,
  k: Tensor2D,
  v: Tensor2D,
  cache: KvCache,
  layer: number,
  step: CachedStep,
): Tensor2D {
  const own = gpuCache(cache);
  const { batch, capacity, heads, kvHeads, headDim } = own.shape;
  const { newTokens, starts, lengths, window } = step;
  if (starts.some((start, b) => Math.min(start + newTokens, lengths[b]!) > capacity)) {
    throw new Error("The KV cache is too small for these tokens.");
  }
  const held = own.layers[layer]!;
  const list = new Int32Array(2 * batch);
  list.set(starts);
  list.set(lengths, batch);
  runElementwise(backend, appendProgram(), {
    reads: [k, v],
    writes: [held],
    size: k.size,
    scalars: [batch, newTokens, capacity, kvHeads * headDim],
    list,
  });
  return attend(backend, q, held, held, {
    batch,
    newTokens,
    keyRows: capacity,
    valueRow: batch * capacity,
    heads,
    kvHeads,
    headDim,
    window,
    starts,
    lengths,
  });
}

/** See `Kernels.selectKvCache`. A dispatch per layer. */
export function selectKvCache(
  backend: GpuBackend,
  cache: KvCache,
  rows: Int32Array,
  capacity: number,
): KvCache {
  const own = gpuCache(cache);
  const { shape } = own;
  const next = new GpuKvCache(backend, { ...shape, batch: rows.length, capacity });
  const width = shape.kvHeads * shape.headDim;
  const kept = Math.min(capacity, shape.capacity);
  own.layers.forEach((held, layer) => {
    runElementwise(backend, selectProgram(), {
      reads: [held],
      writes: [next.layers[layer]!],
      size: 2 * rows.length * kept * width,
      scalars: [kept * width, rows.length, shape.batch, capacity * width, shape.capacity * width],
      list: rows,
    });
  });
  return next;
}

function gpuCache(cache: KvCache): GpuKvCache {
  if (cache instanceof GpuKvCache) return cache;
  throw new Error("A cache of other kernels was given to the WebGPU kernels.");
}

/** Element i of the new keys and values goes to its sequence's slot; padding is left out. */
export function appendProgram(): GpuProgram {
  return elementwise("kvAppend", {
    reads: { k: "f32", v: "f32" },
    writes: { held: "f32" },
    scalars: { batch: "u32", newTokens: "u32", capacity: "u32", width: "u32" },
    list: true,
    code: `
let row = i / u.width;
let b = row / u.newTokens;
let position = u32(list[b]) + row % u.newTokens;
if (position >= u32(list[u.batch + b])) { return; }
let to = (b * u.capacity + position) * u.width + i % u.width;
held[to] = k[i];
held[to + u.batch * u.capacity * u.width] = v[i];`,
  });
}

/** Copies the kept part of sequence list[s] to sequence s, keys and values. */
export function selectProgram(): GpuProgram {
  return elementwise("kvSelect", {
    reads: { held: "f32" },
    writes: { next: "f32" },
    scalars: { kept: "u32", sequences: "u32", oldSequences: "u32", capacity: "u32", oldCapacity: "u32" },
    list: true,
    code: `
let sequence = (i / u.kept) % u.sequences;
let plane = i / u.kept / u.sequences;
let from_ = (plane * u.oldSequences + u32(list[sequence])) * u.oldCapacity;
next[(plane * u.sequences + sequence) * u.capacity + i % u.kept] = held[from_ + i % u.kept];`,
  });
}
