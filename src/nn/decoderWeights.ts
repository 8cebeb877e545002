import * as tf from "@tensorflow/tfjs-core";
import { LINEAR_NAMES, type LinearName } from "../protocol/adapterSettings.ts";
import { GivenWeights } from "./givenWeights.ts";
import type { FrozenMatrix, Kernels } from "./kernels/kernels.ts";
import type { TokenFactors } from "./tokenFactors.ts";
import { type LayerWeights, type ModelWeights, ofLinears } from "./weights.ts";

/** One decoder block's weights on the backend. */
export interface DecoderLayerWeights {
  readonly linears: Readonly<Record<LinearName, FrozenMatrix>>;
  readonly biases: Partial<Record<LinearName, tf.Tensor1D>>;
  readonly attentionNorm: tf.Tensor1D;
  readonly feedForwardNorm: tf.Tensor1D;
  readonly attentionOutNorm: tf.Tensor1D | null;
  readonly feedForwardOutNorm: tf.Tensor1D | null;
  readonly qNorm: tf.Tensor1D | null;
  readonly kNorm: tf.Tensor1D | null;
}

/** The weights on the backend: the frozen base, and merged copies that stand in for parts of it. */
export class DecoderWeights {
  readonly finalNorm: tf.Tensor1D;
  /** `[vocabulary, hidden]`, or `[factors, hidden]` where there are `factors`. */
  readonly head: FrozenMatrix;
  readonly factors: TokenFactors | null;
  /** What the base was made of. */
  readonly given: GivenWeights;
  private readonly base: DecoderLayerWeights[];
  private readonly merged: Map<LinearName, FrozenMatrix>[];

  constructor(weights: ModelWeights, kernels: Kernels) {
    this.base = weights.layers.map((layer) => uploadLayer(layer, kernels));
    this.merged = weights.layers.map(() => new Map());
    this.finalNorm = vector(weights.finalNorm);
    this.head = kernels.frozen(weights.head ?? weights.embedding);
    this.factors = weights.factors;
    this.given = new GivenWeights(weights, this.base, this.head);
  }

  get layerCount(): number {
    return this.base.length;
  }

  layer(index: number): DecoderLayerWeights {
    const base = this.base[index]!;
    const merged = this.merged[index]!;
    return merged.size === 0
      ? base
      : { ...base, linears: { ...base.linears, ...Object.fromEntries(merged) } };
  }

  /** Puts a merged copy in the place of a base matrix, and disposes of the copy that stood there. */
  replace(layer: number, name: LinearName, matrix: FrozenMatrix): void {
    this.merged[layer]!.get(name)?.dispose();
    this.merged[layer]!.set(name, matrix);
  }

  /** Drops all merged copies: the base stands again as it was loaded. */
  restoreBase(): void {
    for (const layer of this.merged) {
      for (const matrix of layer.values()) matrix.dispose();
      layer.clear();
    }
  }

  dispose(): void {
    this.restoreBase();
    for (const layer of this.base) {
      for (const name of LINEAR_NAMES) layer.linears[name].dispose();
      for (const bias of Object.values(layer.biases)) bias.dispose();
      const { attentionNorm, feedForwardNorm, attentionOutNorm, feedForwardOutNorm, qNorm, kNorm } = layer;
      const norms = [attentionNorm, feedForwardNorm, attentionOutNorm, feedForwardOutNorm, qNorm, kNorm];
      for (const norm of norms) norm?.dispose();
    }
    this.finalNorm.dispose();
    this.head.dispose();
  }
}

function uploadLayer(layer: LayerWeights, kernels: Kernels): DecoderLayerWeights {
  const { linears, biases } = layer;
  return {
    linears: ofLinears((name) => kernels.frozen(linears[name])),
    biases: biases
      ? { q_proj: vector(biases.q_proj), k_proj: vector(biases.k_proj), v_proj: vector(biases.v_proj) }
      : {},
    attentionNorm: vector(layer.attentionNorm),
    feedForwardNorm: vector(layer.feedForwardNorm),
    attentionOutNorm: layer.attentionOutNorm && vector(layer.attentionOutNorm),
    feedForwardOutNorm: layer.feedForwardOutNorm && vector(layer.feedForwardOutNorm),
    qNorm: layer.qNorm && vector(layer.qNorm),
    kNorm: layer.kNorm && vector(layer.kNorm),
  };
}

function vector(values: Float32Array): tf.Tensor1D {
  return tf.keep(tf.tensor1d(values, "float32"));
}
