import * as tf from "@tensorflow/tfjs-core";
import type { KvCache, KvCacheShape } from "./kernels.ts";
import { fromHeads, maskedSoftmax, toGroups, transposeLast } from "./plainAttention.ts";

/** Keys and values per layer, each `[batch · capacity, kvHeads · headDim]`; null until the first tokens come. */
class PlainKvCache implements KvCache {
  readonly shape: KvCacheShape;
  readonly layers: ({ keys: tf.Tensor2D; values: tf.Tensor2D } | null)[];

  constructor(shape: KvCacheShape) {
    this.shape = shape;
    this.layers = new Array(shape.layers).fill(null);
  }

  set(layer: number, keys: tf.Tensor2D, values: tf.Tensor2D): void {
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
 * See `Kernels.attendCached`. Tensors cannot be written in place, so a step copies the layer's cache:
 * old rows and new rows stand one below the other, and one gather picks what each slot shall hold.
 */
export function attendCached(
  q: tf.Tensor2D,
  k: tf.Tensor2D,
  v: tf.Tensor2D,
  cache: KvCache,
  layer: number,
  step: { newTokens: number; starts: Int32Array; lengths: Int32Array },
): tf.Tensor2D {
  const own = plain(cache);
  const { batch, capacity, heads, kvHeads, headDim } = own.shape;
  const { newTokens, starts, lengths } = step;
  if (starts.some((start) => start + newTokens > capacity)) {
    throw new Error("The KV cache is too small for these tokens.");
  }
  const old = own.layers[layer];
  const width = kvHeads * headDim;
  const slots = new Int32Array(batch * capacity);
  for (let slot = 0; slot < slots.length; slot++) {
    const b = Math.floor(slot / capacity);
    const row = (slot % capacity) - starts[b]!;
    slots[slot] = row >= 0 && row < newTokens ? batch * capacity + b * newTokens + row : slot;
  }
  const visible = new Int32Array(batch * newTokens);
  for (let row = 0; row < visible.length; row++) {
    const b = Math.floor(row / newTokens);
    const position = starts[b]! + (row % newTokens);
    visible[row] = position < lengths[b]! ? position + 1 : 0;
  }
  const [out, keys, values] = tf.tidy(() => {
    const pick = tf.tensor1d(slots, "int32");
    const append = (held: tf.Tensor2D | undefined, added: tf.Tensor2D) =>
      tf.gather(tf.concat([held ?? tf.zeros<tf.Rank.R2>([batch * capacity, width]), added]), pick);
    const allKeys = append(old?.keys, k);
    const allValues = append(old?.values, v);
    const cached = { batch, length: capacity, kvHeads, headDim };
    const query = toGroups(q, { batch, length: newTokens, kvHeads, headDim }, heads);
    const scores = tf.mul(
      tf.matMul(query, transposeLast(toGroups(allKeys, cached, kvHeads))),
      1 / Math.sqrt(headDim),
    );
    const probabilities = maskedSoftmax(scores, visible, { batch, kvHeads, queries: newTokens });
    const mixed = tf.matMul(probabilities, toGroups(allValues, cached, kvHeads));
    return [fromHeads(mixed, { batch, length: newTokens, headDim }, heads), allKeys, allValues] as const;
  });
  own.set(layer, keys, values);
  return out;
}

/** See `Kernels.selectKvCache`. */
export function selectKvCache(cache: KvCache, rows: Int32Array, capacity: number): KvCache {
  const own = plain(cache);
  const { shape } = own;
  const width = shape.kvHeads * shape.headDim;
  const next = new PlainKvCache({ ...shape, batch: rows.length, capacity });
  const kept = Math.min(capacity, shape.capacity);
  for (let layer = 0; layer < own.layers.length; layer++) {
    const held = own.layers[layer];
    if (!held) continue;
    const select = (x: tf.Tensor2D) =>
      tf.tidy(() => {
        const bySequence = tf.reshape(x, [shape.batch, shape.capacity, width]);
        const chosen = tf.gather(bySequence, tf.tensor1d(rows, "int32"));
        const cut = tf.slice(chosen, [0, 0, 0], [rows.length, kept, width]);
        const padded = tf.pad(cut, [
          [0, 0],
          [0, capacity - kept],
          [0, 0],
        ]);
        return tf.reshape<tf.Rank.R2>(padded, [rows.length * capacity, width]);
      });
    next.set(layer, select(held.keys), select(held.values));
  }
  return next;
}

function plain(cache: KvCache): PlainKvCache {
  if (cache instanceof PlainKvCache) return cache;
  throw new Error("A cache of other kernels was given to the plain kernels.");
}
