import * as tf from "@tensorflow/tfjs-core";
import { LINEAR_NAMES, type LinearName } from "../protocol/adapterSettings.ts";
import { Pacer } from "../protocol/pacer.ts";
import type { Decoder } from "./decoder.ts";
import type { LoraAdapter } from "./lora.ts";
import { unpackMatrix } from "./unpackMatrix.ts";
import { linearShape, parameterNames } from "./weights.ts";

/** An adapter's matrices in ordinary memory, A `[in, rank]` and B `[rank, out]` by parameter name. */
export interface MergedDelta {
  targets: readonly LinearName[];
  scale: number;
  values: ReadonlyMap<string, Float32Array<ArrayBuffer>>;
}

export async function readDelta(adapter: LoraAdapter): Promise<MergedDelta> {
  const { targets } = adapter.settings;
  const values = await Promise.all(
    adapter.names().map(async (name) => {
      const value = await adapter.parameter(name).value.data<"float32">();
      return [name, Float32Array.from(value)] as const;
    }),
  );
  return { targets, scale: adapter.scale, values: new Map(values) };
}

/**
 * Puts W + Σ scale · (A·B)ᵀ, as floats, in the place of every base matrix W that one of the deltas touches.
 * Always from the base, so that merging in turn adds no rounding to rounding.
 */
export async function writeMerged(decoder: Decoder, deltas: readonly MergedDelta[]): Promise<void> {
  const { kernels } = decoder;
  const pacer = new Pacer();
  for (let layer = 0; layer < decoder.weights.layerCount; layer++) {
    for (const name of LINEAR_NAMES) {
      const touching = deltas.filter((delta) => delta.targets.includes(name));
      if (touching.length === 0) continue;
      await pacer.pause();
      const { inputs, outputs } = linearShape(decoder.config, name);
      const data = unpackMatrix(decoder.weights.given.linear(layer, name));
      const names = parameterNames(layer, name);
      for (const { scale, values } of touching) {
        const rank = values.get(names.a)!.length / inputs;
        // (A·B)ᵀ = Bᵀ·Aᵀ is what a linear layer of weights A makes of Bᵀ.
        const a = kernels.frozen({ rows: inputs, cols: rank, format: "f32", data: values.get(names.a)! });
        const update = tf.tidy(() => {
          const b = tf.transpose(tf.tensor2d(values.get(names.b)!, [rank, outputs]));
          return tf.mul(kernels.linear(b, a, null, null), scale);
        });
        a.dispose();
        const added = await update.data();
        update.dispose();
        for (let i = 0; i < data.length; i++) data[i] = data[i]! + added[i]!;
      }
      const matrix = { rows: outputs, cols: inputs, format: "f32", data } as const;
      decoder.weights.replace(layer, name, kernels.frozen(matrix));
    }
  }
}
