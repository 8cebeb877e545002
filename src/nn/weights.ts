import type { LinearName } from "../protocol/adapterSettings.ts";
import type { ModelConfig } from "./config.ts";
import type { PackedMatrix } from "./packedMatrix.ts";
import type { TokenFactors } from "./tokenFactors.ts";

/** Names of an adapter's two matrices beside a linear layer, after PEFT's. */
export function parameterNames(layer: number, name: LinearName): { a: string; b: string } {
  const prefix = `layers.${layer}.${name}`;
  return { a: `${prefix}.a`, b: `${prefix}.b` };
}

/** Input and output features of a linear layer: its matrix is `[outputs, inputs]`. */
export function linearShape(config: ModelConfig, name: LinearName): { inputs: number; outputs: number } {
  const { hiddenSize, intermediateSize } = config;
  const queries = config.headCount * config.headDim;
  const keys = config.kvHeadCount * config.headDim;
  switch (name) {
    case "q_proj":
      return { inputs: hiddenSize, outputs: queries };
    case "k_proj":
    case "v_proj":
      return { inputs: hiddenSize, outputs: keys };
    case "o_proj":
      return { inputs: queries, outputs: hiddenSize };
    case "gate_proj":
    case "up_proj":
      return { inputs: hiddenSize, outputs: intermediateSize };
    case "down_proj":
      return { inputs: intermediateSize, outputs: hiddenSize };
  }
}

/** The same of every linear layer of a block. */
export function ofLinears<T>(make: (name: LinearName) => T): Record<LinearName, T> {
  return {
    q_proj: make("q_proj"),
    k_proj: make("k_proj"),
    v_proj: make("v_proj"),
    o_proj: make("o_proj"),
    gate_proj: make("gate_proj"),
    up_proj: make("up_proj"),
    down_proj: make("down_proj"),
  };
}

export interface LayerWeights {
  linears: Record<LinearName, PackedMatrix>;
  /** Biases of q, k, v (Qwen2), or null. */
  biases: { q_proj: Float32Array; k_proj: Float32Array; v_proj: Float32Array } | null;
  /** RMSNorm gains of what goes into the two blocks, length hiddenSize. */
  attentionNorm: Float32Array;
  feedForwardNorm: Float32Array;
  /** Those of what comes out of them, or null without sandwich norms. */
  attentionOutNorm: Float32Array | null;
  feedForwardOutNorm: Float32Array | null;
  /** Gains of the per-head norms, length headDim (Qwen3), or null. */
  qNorm: Float32Array | null;
  kNorm: Float32Array | null;
}

/** Everything a checkpoint must provide for `ModelConfig`, still in ordinary memory. */
export interface ModelWeights {
  /** `[vocabSize, hiddenSize]`, or `[factors, hiddenSize]` where there are `factors`. */
  embedding: PackedMatrix;
  /** Which rows of the embedding each token's vector is the sum of; null where each token has a row. */
  factors: TokenFactors | null;
  layers: LayerWeights[];
  finalNorm: Float32Array;
  /** `[vocabSize, hiddenSize]`, or null where the head is tied to the embedding. */
  head: PackedMatrix | null;
}
