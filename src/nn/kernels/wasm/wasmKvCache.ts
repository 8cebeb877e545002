import type { Tensor2D } from "@tensorflow/tfjs-core";
import type { CachedStep, KvCache, KvCacheShape } from "../kernels.ts";
import type { Heap } from "./heap.ts";
import type { KernelRuntime } from "./kernelRuntime.ts";

/** Keys and values in the kernels' heap: `[layer][batch][keys, values][kvHead][capacity][headDim]`, floats. */
export class WasmKvCache implements KvCache {
  readonly shape: KvCacheShape;
  /** Addresses of the layers' parts. */
  readonly layers: number[] = [];
  private readonly heap: Heap;

  constructor(heap: Heap, shape: KvCacheShape) {
    this.shape = shape;
    this.heap = heap;
    try {
      for (let layer = 0; layer < shape.layers; layer++) {
        this.layers.push(heap.allocate(shape.batch * this.bytesPerSequence));
      }
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** Of one head's keys or values in one layer. */
  get bytesPerHead(): number {
    return 4 * this.shape.capacity * this.shape.headDim;
  }

  /** Of one sequence's keys and values in one layer. */
  get bytesPerSequence(): number {
    return 2 * this.shape.kvHeads * this.bytesPerHead;
  }

  dispose(): void {
    for (const layer of this.layers.splice(0)) this.heap.free(layer);
  }
}

/** See `Kernels.attendCached`. */
export function attendCached(
  runtime: KernelRuntime,
  q: Tensor2D,
  k: Tensor2D,
  v: Tensor2D,
  cache: KvCache,
  layer: number,
  step: CachedStep,
): Tensor2D {
  const { exports, heap } = runtime;
  const own = wasmKvCache(cache);
  const { batch, capacity, heads, kvHeads, headDim } = own.shape;
  if (step.starts.some((start) => start + step.newTokens > capacity)) {
    throw new Error("The KV cache is too small for these tokens.");
  }
  const out = runtime.backend.output(...q.shape);
  runtime.needScratch(exports.attentionScratch(capacity, headDim));
  runtime.withBlocks([8 * batch], (ranges) => {
    const integers = heap.integers(ranges, 2 * batch);
    integers.set(step.starts);
    integers.set(step.lengths, batch);
    exports.attendCached(
      runtime.at(q),
      runtime.at(k),
      runtime.at(v),
      runtime.at(out),
      own.layers[layer]!,
      ranges,
      ranges + 4 * batch,
      batch,
      step.newTokens,
      capacity,
      heads,
      kvHeads,
      headDim,
      step.window,
    );
  });
  return out;
}

/** See `Kernels.selectKvCache`. */
export function selectKvCache(
  runtime: KernelRuntime,
  cache: KvCache,
  rows: Int32Array,
  capacity: number,
): KvCache {
  const from = wasmKvCache(cache);
  const to = new WasmKvCache(runtime.heap, { ...from.shape, batch: rows.length, capacity });
  const kept = Math.min(from.bytesPerHead, to.bytesPerHead);
  const bytes = runtime.heap.allBytes();
  to.layers.forEach((layer, index) => {
    rows.forEach((row, b) => {
      for (let head = 0; head < 2 * from.shape.kvHeads; head++) {
        const source = from.layers[index]! + row * from.bytesPerSequence + head * from.bytesPerHead;
        const target = layer + b * to.bytesPerSequence + head * to.bytesPerHead;
        bytes.copyWithin(target, source, source + kept);
      }
    });
  });
  return to;
}

function wasmKvCache(cache: KvCache): WasmKvCache {
  if (cache instanceof WasmKvCache) return cache;
  throw new Error("A cache of other kernels was given to the WebAssembly kernels.");
}
