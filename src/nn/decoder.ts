import * as tf from "@tensorflow/tfjs-core";
import type { Pacer } from "../protocol/pacer.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import type { ModelConfig } from "./config.ts";
import {
  type BackwardPass,
  disposeActivations,
  type LayerActivations,
  type LayerLora,
  type LayerLoraGradients,
  type LayerPass,
  layerBackward,
  layerForward,
} from "./decoderLayer.ts";
import { type DecoderLayerWeights, DecoderWeights } from "./decoderWeights.ts";
import type { CachedStep, Kernels, KvCache, RopeAngles } from "./kernels/kernels.ts";
import { type LossTargets, lossesOf, type TeacherTargets } from "./lossHead.ts";
import { RopeTable } from "./rope.ts";
import { unpackRows } from "./unpackMatrix.ts";
import type { ModelWeights } from "./weights.ts";

/** Sequences of tokens padded on the right to one length: token t of sequence b is `tokens[b · length + t]`. */
export interface TokenBatch {
  batch: number;
  length: number;
  tokens: Int32Array;
  /** Real tokens per sequence. */
  lengths: Int32Array;
}

/** The adapter as the layers see it: one entry per layer. */
export type DecoderLora = readonly LayerLora[];

/** What a layer's backward pass starts from: its activations, or its input alone, to compute them from again. */
type SavedLayer = LayerActivations | { x: tf.Tensor2D };

/**
 * Bytes of activations that `gradients` keeps at most before it computes them a second time instead. On a GPU, whose
 * memory is shared with the screen, a 135M model at four bits then trains within 250 MB.
 */
const ACTIVATION_BYTES = { plain: 512 * 1024 * 1024, wasm: 512 * 1024 * 1024, webgpu: 96 * 1024 * 1024 };

/**
 * A Llama-family decoder (pre-norm, grouped-query attention, rotary positions, gated feed-forward layers): its passes
 * forward and backward over `Kernels`. Long passes pause between layers. Tensors that a method returns belong to the caller.
 */
export class Decoder {
  readonly config: ModelConfig;
  readonly kernels: Kernels;
  readonly weights: DecoderWeights;
  private readonly rope: RopeTable;
  /** Of the layers with a sliding window, which have a base of their own. */
  private readonly localRope: RopeTable | null;
  private readonly activationBytes: number;

  constructor(
    config: ModelConfig,
    weights: ModelWeights,
    kernels: Kernels,
    activationBytes: number = ACTIVATION_BYTES[kernels.name],
  ) {
    this.config = config;
    this.activationBytes = activationBytes;
    this.kernels = kernels;
    this.weights = new DecoderWeights(weights, kernels);
    this.rope = new RopeTable(config);
    const { slidingWindow } = config;
    this.localRope =
      slidingWindow && new RopeTable({ ...config, ropeTheta: slidingWindow.ropeTheta, ropeScaling: null });
  }

  /** Negative log-likelihood in nats of each target, `[targets]`. Keeps no activations. */
  async nll(batch: TokenBatch, targets: LossTargets, lora: DecoderLora, pacer: Pacer): Promise<tf.Tensor1D> {
    const unweighted = { ...targets, weights: new Float32Array(targets.weights.length) };
    const pass = this.trainingPass(batch);
    const hidden = await this.throughLayers(this.embed(batch.tokens), targets.rows, lora, pass, pacer);
    try {
      const { losses, dHidden } = await lossesOf(this, hidden, unweighted);
      dHidden.dispose();
      return losses;
    } finally {
      hidden.dispose();
    }
  }

  /** Logits of the given rows of the batch, `[rows, vocabulary]`. Keeps no activations. */
  async logits(batch: TokenBatch, rows: Int32Array, lora: DecoderLora, pacer: Pacer): Promise<tf.Tensor2D> {
    const pass = this.trainingPass(batch);
    return this.headLogits(await this.throughLayers(this.embed(batch.tokens), rows, lora, pass, pacer));
  }

  /**
   * The loss of each row, its negative log-likelihood or its divergence from the teacher in nats, and the gradients of
   * the weighted sum of the losses by the adapter, one entry per layer.
   * A batch too long to keep all its activations keeps each layer's input only and runs the layer forward again
   * before its backward pass (Chen et al. 2016): a third more work, and memory for one layer instead of all.
   */
  async gradients(
    batch: TokenBatch,
    targets: LossTargets | TeacherTargets,
    lora: DecoderLora,
    pacer: Pacer,
  ): Promise<{ losses: tf.Tensor1D; gradients: LayerLoraGradients[] }> {
    const saved: SavedLayer[] = [];
    const gradients: LayerLoraGradients[] = [];
    const held: tf.Tensor[] = [];
    const hold = <T extends tf.Tensor>(tensor: T): T => {
      held.push(tensor);
      return tensor;
    };
    try {
      const pass = this.trainingPass(batch);
      const hidden = hold(
        await this.throughLayers(this.embed(batch.tokens), targets.rows, lora, pass, pacer, saved),
      );
      const { losses, dHidden } = await lossesOf(this, hidden, targets);
      hold(losses);
      let dx = hold(dHidden);
      for (let index = this.weights.layerCount - 1; index >= 0; index--) {
        await pacer.pause();
        const layer = this.weights.layer(index);
        const start = saved[index]!;
        const read = this.readRows(index, targets.rows, batch.tokens.length);
        const activations =
          "gate" in start ? start : recompute(start.x, index, layer, lora[index]!, pass, read);
        // Where they are disposed of whatever happens.
        saved[index] = activations;
        const result = layerBackward(dx, activations, index, layer, lora[index]!, pass, read);
        disposeActivations(activations);
        dx.dispose();
        dx = hold(result.dx);
        gradients.unshift(result.lora);
      }
      held.splice(held.indexOf(losses), 1);
      return { losses, gradients };
    } catch (error) {
      for (const layer of gradients) tf.dispose(layer);
      throw error;
    } finally {
      for (const layer of saved) disposeActivations(layer);
      tf.dispose(held);
    }
  }

  /**
   * Appends `newTokens` tokens to every sequence of a cache (see `Kernels.attendCached`) and returns the logits
   * of the given rows, `[rows, vocabulary]`; null for no rows.
   */
  async extend(
    tokens: Int32Array,
    step: Omit<CachedStep, "window">,
    cache: KvCache,
    logitRows: readonly number[],
    lora: DecoderLora,
    pacer: Pacer,
  ): Promise<tf.Tensor2D | null> {
    const { kernels } = this;
    const positions = Int32Array.from(
      tokens,
      (_, row) => step.starts[Math.floor(row / step.newTokens)]! + (row % step.newTokens),
    );
    const pass = {
      ...this.pass(positions),
      attend: (q: tf.Tensor2D, k: tf.Tensor2D, v: tf.Tensor2D, layer: number) =>
        kernels.attendCached(q, k, v, cache, layer, { ...step, window: this.windowOf(layer) }),
    };
    // With nothing to read, the layers are there for their keys and values, and any row will do.
    const read = Int32Array.from(logitRows.length > 0 ? logitRows : [0]);
    const hidden = await this.throughLayers(this.embed(tokens), read, lora, pass, pacer);
    if (logitRows.length > 0) return this.headLogits(hidden);
    hidden.dispose();
    return null;
  }

  createKvCache(batch: number, capacity: number): KvCache {
    const { layerCount: layers, headCount: heads, kvHeadCount: kvHeads, headDim } = this.config;
    return this.kernels.createKvCache({ layers, batch, capacity, heads, kvHeads, headDim });
  }

  dispose(): void {
    this.weights.dispose();
  }

  /**
   * Hidden states of the rows that are read, before the final norm, `[rows, hidden]`. Takes x over: it is disposed of,
   * or handed to `saved` with what else each layer's backward pass starts from.
   */
  private async throughLayers(
    x: tf.Tensor2D,
    rows: Int32Array,
    lora: DecoderLora,
    pass: LayerPass,
    pacer: Pacer,
    saved?: SavedLayer[],
  ): Promise<tf.Tensor2D> {
    const keep =
      saved && this.fitsActivations(x.shape[0])
        ? (activations: LayerActivations) => saved.push(keepAll(activations))
        : undefined;
    let owned: tf.Tensor2D | null = x;
    try {
      let current = x;
      for (let index = 0; index < this.weights.layerCount; index++) {
        await pacer.pause();
        const read = this.readRows(index, rows, x.shape[0]);
        const next = layerForward(current, index, this.weights.layer(index), lora[index]!, pass, read, keep);
        if (!saved) current.dispose();
        else if (!keep) saved.push({ x: current });
        current = next;
        owned = next;
      }
      owned = null;
      return current;
    } finally {
      owned?.dispose();
    }
  }

  /** Which of a layer's n rows are read, null for all: of the last layer `rows`, different ones in order. */
  private readRows(layer: number, rows: Int32Array, n: number): Int32Array | null {
    return layer === this.weights.layerCount - 1 && rows.length < n ? rows : null;
  }

  /** Takes `hidden` over. */
  private async headLogits(hidden: tf.Tensor2D): Promise<tf.Tensor2D> {
    const { finalNorm, head, factors } = this.weights;
    try {
      const logits = tf.tidy(() => {
        const normed = this.kernels.rmsNorm(hidden, finalNorm, this.config.rmsNormEps);
        return this.kernels.linear(normed, head, null, null);
      });
      return factors ? factors.expand(logits) : logits;
    } finally {
      hidden.dispose();
    }
  }

  private embed(tokens: Int32Array): tf.Tensor2D {
    const { vocabSize, hiddenSize, embeddingScale } = this.config;
    const unknown = tokens.find((token) => token < 0 || token >= vocabSize);
    if (unknown !== undefined) {
      throw new PlaygroundError(
        "bad-checkpoint",
        `Token ${unknown} is outside the model's vocabulary of ${vocabSize}.`,
        "The tokenizer does not belong to these weights; load both from the same checkpoint.",
      );
    }
    const embedding = this.weights.given.embedding();
    const vectors = this.weights.factors?.embed(embedding, tokens) ?? unpackRows(embedding, tokens);
    if (embeddingScale !== 1) for (let i = 0; i < vectors.length; i++) vectors[i]! *= embeddingScale;
    return tf.tensor2d(vectors, [tokens.length, hiddenSize]);
  }

  /** Whether all layers' activations of n rows may be kept at once; see `LayerActivations` for what they are. */
  private fitsActivations(n: number): boolean {
    const { config } = this;
    const { hiddenSize, intermediateSize, layerCount } = config;
    const queries = config.headCount * config.headDim;
    const keys = config.kvHeadCount * config.headDim;
    let perToken = 2 * hiddenSize + 2 * queries + 2 * keys + 2 * intermediateSize;
    if (config.qkNorm) perToken += queries + keys;
    if (config.sandwichNorms) perToken += 2 * hiddenSize;
    return 4 * n * perToken * layerCount <= this.activationBytes;
  }

  private pass(positions: Int32Array) {
    const { kernels, config } = this;
    const everywhere = this.rope.at(positions);
    const local = this.localRope?.at(positions);
    const angles = (layer: number): RopeAngles => (this.windowOf(layer) > 0 && local ? local : everywhere);
    return { kernels, config, angles };
  }

  private trainingPass({ batch, length, lengths }: TokenBatch): BackwardPass {
    const { headCount: heads, kvHeadCount: kvHeads, headDim } = this.config;
    const common = { batch, length, heads, kvHeads, headDim, lengths };
    const shape = (layer: number) => ({ ...common, window: this.windowOf(layer) });
    const positions = Int32Array.from({ length: batch * length }, (_, row) => row % length);
    return {
      ...this.pass(positions),
      shape,
      attend: (q, k, v, layer) => this.kernels.attention(q, k, v, shape(layer)),
    };
  }

  /** Tokens that a layer sees at most; 0 = all. */
  private windowOf(layer: number): number {
    const { slidingWindow } = this.config;
    return slidingWindow?.layers[layer] ? slidingWindow.tokens : 0;
  }
}

function recompute(
  x: tf.Tensor2D,
  index: number,
  weights: DecoderLayerWeights,
  lora: LayerLora,
  pass: LayerPass,
  read: Int32Array | null,
): LayerActivations {
  let activations: LayerActivations | null = null;
  layerForward(x, index, weights, lora, pass, read, (kept) => {
    activations = keepAll(kept);
  }).dispose();
  return activations!;
}

function keepAll(activations: LayerActivations): LayerActivations {
  for (const tensor of Object.values(activations)) if (tensor) tf.keep(tensor);
  return activations;
}
