import type { Scalar, Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import type { PackedMatrix } from "../packedMatrix.ts";

/**
 * The operations a decoder is made of, forward and backward, on flat 2-D activations
 * `[tokens, features]`, where tokens = batch · length, row b · length + t.
 *
 * There is one plain implementation in TensorFlow.js ops (`plain.ts`), the reference for all others;
 * the WebAssembly and WebGPU ones replace what is slow there by kernels of our own.
 * Backward passes are written by hand, so nothing depends on which gradients a backend happens to have,
 * and each layer keeps only what its backward needs.
 *
 * Ownership: every function returns new tensors that the caller disposes; arguments are left alone.
 * Calls may come from inside `tf.tidy`, so tensors held by a `FrozenMatrix` or a `KvCache` are kept (`tf.keep`).
 */
export interface Kernels {
  readonly name: "plain" | "wasm" | "webgpu";

  /** What they run on, what they hold and what they have done; for measurements. */
  usage(): KernelUsage;

  /** Moves a weight matrix to the backend, still packed where the backend has a kernel for it. */
  frozen(matrix: PackedMatrix): FrozenMatrix;

  /** y = x·Wᵀ [+ bias] [+ scale·(x·A)·B]. x `[n, in]`, W `[out, in]` → `[n, out]`. */
  linear(x: Tensor2D, w: FrozenMatrix, lora: LoraPair | null, bias: Tensor1D | null): Tensor2D;
  /** Gradients of `linear` by x and, where there is an adapter, by A and B. */
  linearBackward(dy: Tensor2D, x: Tensor2D, w: FrozenMatrix, lora: LoraPair | null): LinearGradients;

  /** y = x / rms(x) · gain, over the last axis. Also used per head on `[n · heads, headDim]`. */
  rmsNorm(x: Tensor2D, gain: Tensor1D, eps: number): Tensor2D;
  rmsNormBackward(dy: Tensor2D, x: Tensor2D, gain: Tensor1D, eps: number): Tensor2D;

  /**
   * Rotary positions (Su et al. 2021, the half-split form of Llama in Transformers) on x `[n, heads · headDim]`;
   * row i is rotated by the angles of `positions[i]`. `inverse` rotates back: the backward pass.
   */
  rope(x: Tensor2D, rope: RopeAngles, inverse: boolean): Tensor2D;

  /**
   * Causal grouped-query attention within each sequence of a right-padded batch.
   * q `[n, heads · headDim]`, k and v `[n, kvHeads · headDim]` → `[n, heads · headDim]`; padded rows give 0.
   */
  attention(q: Tensor2D, k: Tensor2D, v: Tensor2D, shape: AttentionShape): Tensor2D;
  /** Recomputes the probabilities rather than keeping them. `dOut` of padded rows is ignored. */
  attentionBackward(
    dOut: Tensor2D,
    q: Tensor2D,
    k: Tensor2D,
    v: Tensor2D,
    shape: AttentionShape,
  ): { dq: Tensor2D; dk: Tensor2D; dv: Tensor2D };

  /** A gated linear unit (Shazeer 2020): activation(gate) · up. SwiGLU with "silu", GeGLU with "gelu". */
  glu(gate: Tensor2D, up: Tensor2D, activation: Activation): Tensor2D;
  gluBackward(
    dy: Tensor2D,
    gate: Tensor2D,
    up: Tensor2D,
    activation: Activation,
  ): { dGate: Tensor2D; dUp: Tensor2D };

  /**
   * Head and loss in one: for row i, nll[i] = −log softmax(x·Wᵀ)[targets[i]], and
   * dx = Σ over rows of weights[i] · ∂nll[i]/∂x. Works in blocks of rows (or of the vocabulary),
   * so that at most `HEAD_BLOCK_ELEMENTS` logits exist at a time. x `[n, hidden]`, head `[vocab, hidden]`.
   */
  headLoss(
    x: Tensor2D,
    head: FrozenMatrix,
    targets: Int32Array,
    weights: Float32Array,
  ): { nll: Tensor1D; dx: Tensor2D };

  /** One cache per batch of sequences being decoded; capacity in tokens per sequence. */
  createKvCache(shape: KvCacheShape): KvCache;
  /**
   * Appends the new tokens' keys and values of one layer, then attends causally over everything cached.
   * q/k/v hold `newTokens` rows per sequence; sequence b's row t goes to position `starts[b] + t`,
   * which is always less than the capacity.
   * `lengths[b]` counts the real tokens of sequence b once this step is in; a row at a position at or beyond it
   * is padding: it gives 0, and its slot is overwritten before a later token could attend to it.
   */
  attendCached(
    q: Tensor2D,
    k: Tensor2D,
    v: Tensor2D,
    cache: KvCache,
    layer: number,
    step: CachedStep,
  ): Tensor2D;
  /**
   * A new cache of the given capacity whose sequence i is a copy of sequence `rows[i]`; repeats are allowed.
   * Drops finished sequences, grows the others and shares one prefilled prompt among many samples.
   */
  selectKvCache(cache: KvCache, rows: Int32Array, capacity: number): KvCache;

  /** Sum of the squares of all elements of all tensors: the squared global norm of gradients. */
  squaredNorm(tensors: readonly Tensor2D[]): Scalar;

  /**
   * One AdamW step (Loshchilov & Hutter 2019) in one pass; returns the three new tensors. The old parameter, m and v
   * may be overwritten: they are only to be disposed of.
   */
  adamW(
    parameter: Tensor2D,
    gradient: Tensor2D,
    m: Tensor2D,
    v: Tensor2D,
    step: AdamWStep,
  ): { parameter: Tensor2D; m: Tensor2D; v: Tensor2D };
}

export interface KernelUsage {
  /** The GPU by name; null where none computes. */
  device: string | null;
  /** Threads that share the work; null where that is not ours to know. */
  threads: number | null;
  /** Bytes of all tensors and matrices, and of what is kept free for the next ones. */
  heldBytes: number;
  /** Programs started so far; null where they are not counted. */
  dispatches: number | null;
}

/**
 * Activations by their curve: act(x) = x · σ(linear · x + cubic · x³). SiLU is so by definition, GELU in its usual form
 * with tanh (Hendrycks & Gimpel 2016): 0.5 x (1 + tanh(√(2/π) (x + 0.044715 x³))), since 1 + tanh(z) = 2 σ(2z).
 */
export const ACTIVATIONS = {
  silu: { linear: 1, cubic: 0 },
  gelu: { linear: 2 * Math.sqrt(2 / Math.PI), cubic: 2 * Math.sqrt(2 / Math.PI) * 0.044715 },
} as const;
export type Activation = keyof typeof ACTIVATIONS;

/** Upper bound on logits alive at once in `headLoss`: 4 Mi floats, 16 MiB. */
export const HEAD_BLOCK_ELEMENTS = 4 * 1024 * 1024;

export interface FrozenMatrix {
  readonly rows: number;
  readonly cols: number;
  /** Bytes held on the backend. */
  readonly bytes: number;
  /**
   * The matrix as it was given: a view of the kernels' memory, to be read before anything else is asked of them. Absent where
   * they hold it in another form, or out of reach.
   */
  packed?(): PackedMatrix;
  dispose(): void;
}

/** LoRA (Hu et al. 2021): ΔW = scale · (A·B)ᵀ with A `[in, rank]`, B `[rank, out]`, scale = alpha / rank. */
export interface LoraPair {
  a: Tensor2D;
  b: Tensor2D;
  scale: number;
}

export interface LinearGradients {
  dx: Tensor2D;
  lora: { da: Tensor2D; db: Tensor2D } | null;
}

/** cos and sin `[maxPositions, headDim / 2]` in row-major order, and the position of each row of x. */
export interface RopeAngles {
  cos: Float32Array;
  sin: Float32Array;
  headDim: number;
  positions: Int32Array;
}

export interface AttentionShape {
  batch: number;
  length: number;
  heads: number;
  kvHeads: number;
  headDim: number;
  /** Real tokens in each sequence; the rest of its `length` rows are padding on the right. */
  lengths: Int32Array;
  /** Of the past, which is all that a query sees, how many tokens at most, itself among them; 0 = all. */
  window: number;
}

/** What is appended to a cache: `newTokens` tokens a sequence from `starts` on; see `Kernels.attendCached`. */
export interface CachedStep {
  newTokens: number;
  starts: Int32Array;
  lengths: Int32Array;
  /** As in `AttentionShape`. */
  window: number;
}

export interface KvCacheShape {
  layers: number;
  batch: number;
  capacity: number;
  heads: number;
  kvHeads: number;
  headDim: number;
}

export interface KvCache {
  readonly shape: KvCacheShape;
  dispose(): void;
}

export interface AdamWStep {
  learningRate: number;
  beta1: number;
  beta2: number;
  eps: number;
  weightDecay: number;
  /** 1 for the first step; for bias correction. */
  step: number;
  /** The gradient is multiplied by this first: global-norm clipping and the 1/accumulation factor. */
  gradientScale: number;
}
