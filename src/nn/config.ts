import type { Activation } from "./kernels/kernels.ts";

/** Llama-3's frequency-dependent stretch of the rotary angles ("rope_type": "llama3" in config.json). */
export interface Llama3RopeScaling {
  factor: number;
  lowFreqFactor: number;
  highFreqFactor: number;
  originalMaxPositions: number;
}

/** Layers that see only the last tokens of the past, and turn their queries and keys by a base of their own. */
export interface SlidingWindow {
  /** Most tokens that a query sees, itself among them. */
  tokens: number;
  ropeTheta: number;
  /** Of each layer, whether it is one of these. */
  layers: readonly boolean[];
}

/**
 * Shape and constants of a Llama-family decoder. Field meanings follow Hugging Face `config.json`;
 * GGUF metadata is translated into the same type.
 */
export interface ModelConfig {
  /** Name of the family, for people: what differs between families is in the entries below. */
  architecture: string;
  vocabSize: number;
  hiddenSize: number;
  intermediateSize: number;
  layerCount: number;
  headCount: number;
  /** Grouped-query attention: headCount is a multiple of kvHeadCount. */
  kvHeadCount: number;
  headDim: number;
  rmsNormEps: number;
  ropeTheta: number;
  ropeScaling: Llama3RopeScaling | null;
  /** Longest context in tokens. */
  maxPositions: number;
  /** Output head shares the embedding matrix. */
  tiedEmbeddings: boolean;
  /** Of an embedding that is a sum (see `TokenFactors`): how many factors there are, and most of one token. */
  factors: { count: number; perToken: number } | null;
  /** q/k/v projections carry a bias (Qwen2). */
  attentionBias: boolean;
  /** Per-head RMSNorm on q and k before the rotation (Qwen3). */
  qkNorm: boolean;
  /** Of the gate in the feed-forward block. */
  activation: Activation;
  /** What the attention and feed-forward blocks give is normed too, before it is added (Gemma). */
  sandwichNorms: boolean;
  /** Embeddings are multiplied by it: √hiddenSize for Gemma, 1 for the others. */
  embeddingScale: number;
  /** Null where every layer sees all of the past. */
  slidingWindow: SlidingWindow | null;
}
