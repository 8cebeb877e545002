import * as tf from "@tensorflow/tfjs-core";
import type { CachedStep, KvCache, KvCacheShape } from "./kernels.ts";
import { fromHeads, maskedSoftmax, toGroups } from "./plainAttention.ts";

/** Keys and values per layer, each `[batch · kvHeads, capacity, headDim]`; null until the first tokens come. */
class PlainKvCache implements KvCache {
  readonly shape: KvCacheShape;
  readonly layers: ({ keys: tf.Tensor3D; values: tf.Tensor3D } | null)[];

  constructor(shape: KvCacheShape) {
    this.shape = shape;
    this.layers = new Array(shape.layers).fill(null);
  }

  set(layer: number, keys: tf.Tensor3D, values: tf.Tensor3D): void {
    this.disposeLayer(layer);
    this.layers[layer] = { keys: tf.keep(keys), values: tf.keep(values) };
  }

  dispose(): void {
    for (let layer = 0; layer < this.layers.length; layer++) this.disposeLayer(layer);
  }

  private disposeLayer(layer: number): void {
    this.layers[layer]?.keys.dispose();
    this.layers[layer]?.values.dispose();
    this.layers[layer] = null;
  }
}

export function createKvCache(shape: KvCacheShape): KvCache {
  return new PlainKvCache(shape);
}

/**
 * See `Kernels.attendCached`. Tensors cannot be written in place, so a step copies the layer's cache: the slots
 * that stay, plus the new rows put into theirs by a product with zeros and ones, which is exact.
 */
export function attendCached(
  q: tf.Tensor2D,
  k: tf.Tensor2D,
  v: tf.Tensor2D,
  cache: KvCache,
  layer: number,
  step: CachedStep,
): tf.Tensor2D {
  const own = plain(cache);
  const { batch, capacity, heads, kvHeads, headDim } = own.shape;
  const { newTokens, starts, lengths, window } = step;
  if (starts.some((start) => start + newTokens > capacity)) {
    throw new Error("The KV cache is too small for these tokens.");
  }
  const stays = new Float32Array(batch * kvHeads * capacity).fill(1);
  const goes = new Float32Array(batch * kvHeads * capacity * newTokens);
  for (let head = 0; head < batch * kvHeads; head++) {
    for (let t = 0; t < newTokens; t++) {
      const slot = head * capacity + starts[Math.floor(head / kvHeads)]! + t;
      stays[slot] = 0;
      goes[slot * newTokens + t] = 1;
    }
  }
  const visible = new Int32Array(batch * newTokens);
  for (let row = 0; row < visible.length; row++) {
    const b = Math.floor(row / newTokens);
    const position = starts[b]! + (row % newTokens);
    visible[row] = position < lengths[b]! ? position + 1 : 0;
  }
  const held = own.layers[layer];
  const shape = { batch, length: newTokens, kvHeads, headDim };
  const [out, keys, values] = tf.tidy(() => {
    const kept = tf.tensor3d(stays, [batch * kvHeads, capacity, 1]);
    const placed = tf.tensor3d(goes, [batch * kvHeads, capacity, newTokens]);
    const append = (old: tf.Tensor3D | undefined, added: tf.Tensor2D) => {
      const inPlace = tf.matMul<tf.Tensor3D>(placed, toGroups(added, shape, kvHeads));
      return old ? tf.add<tf.Tensor3D>(tf.mul(old, kept), inPlace) : inPlace;
    };
    const allKeys = append(held?.keys, k);
    const allValues = append(held?.values, v);
    const scores = tf.mul(tf.matMul(toGroups(q, shape, heads), allKeys, false, true), 1 / Math.sqrt(headDim));
    const probabilities = maskedSoftmax(scores, visible, window, { batch, kvHeads, queries: newTokens });
    return [fromHeads(tf.matMul(probabilities, allValues), shape, heads), allKeys, allValues] as const;
  });
  own.set(layer, keys, values);
  return out;
}

/** See `Kernels.selectKvCache`. */
export function selectKvCache(cache: KvCache, rows: Int32Array, capacity: number): KvCache {
  const own = plain(cache);
  const { kvHeads, headDim } = own.shape;
  const next = new PlainKvCache({ ...own.shape, batch: rows.length, capacity });
  const kept = Math.min(capacity, own.shape.capacity);
  own.layers.forEach((held, layer) => {
    if (!held) return;
    const select = (x: tf.Tensor3D) =>
      tf.tidy(() => {
        const chosen = Array.from(rows, (row) =>
          tf.slice(x, [row * kvHeads, 0, 0], [kvHeads, kept, headDim]),
        );
        return tf.pad(tf.concat(chosen), [
          [0, 0],
          [0, capacity - kept],
          [0, 0],
        ]);
      });
    next.set(layer, select(held.keys), select(held.values));
  });
  return next;
}

function plain(cache: KvCache): PlainKvCache {
  if (cache instanceof PlainKvCache) return cache;
  throw new Error("A cache of other kernels was given to the plain kernels.");
}
