import type { ModelConfig } from "../nn/config.ts";
import type { LinearName } from "../protocol/adapterSettings.ts";

/** What one kind of file calls the tensors of a model. */
export interface TensorNames {
  embedding: string;
  head: string;
  finalNorm: string;
  linear(layer: number, name: LinearName): string;
  bias(layer: number, name: "q_proj" | "k_proj" | "v_proj"): string;
  attentionNorm(layer: number): string;
  feedForwardNorm(layer: number): string;
  attentionOutNorm(layer: number): string;
  feedForwardOutNorm(layer: number): string;
  qNorm(layer: number): string;
  kNorm(layer: number): string;
}

const LLAMA_NAMES: TensorNames = {
  embedding: "model.embed_tokens.weight",
  head: "lm_head.weight",
  finalNorm: "model.norm.weight",
  linear: (layer, name) => {
    const block = name === "gate_proj" || name === "up_proj" || name === "down_proj" ? "mlp" : "self_attn";
    return `model.layers.${layer}.${block}.${name}.weight`;
  },
  bias: (layer, name) => `model.layers.${layer}.self_attn.${name}.bias`,
  attentionNorm: (layer) => `model.layers.${layer}.input_layernorm.weight`,
  feedForwardNorm: (layer) => `model.layers.${layer}.post_attention_layernorm.weight`,
  attentionOutNorm: (layer) => `model.layers.${layer}.post_attention_layernorm.weight`,
  feedForwardOutNorm: (layer) => `model.layers.${layer}.post_feedforward_layernorm.weight`,
  qNorm: (layer) => `model.layers.${layer}.self_attn.q_norm.weight`,
  kNorm: (layer) => `model.layers.${layer}.self_attn.k_norm.weight`,
};

/**
 * Transformers' names. Its "post_attention_layernorm" norms what goes into the feed-forward block, but in a model with
 * sandwich norms what comes out of the attention.
 */
export function huggingFaceNames({ sandwichNorms }: Pick<ModelConfig, "sandwichNorms">): TensorNames {
  return sandwichNorms
    ? {
        ...LLAMA_NAMES,
        feedForwardNorm: (layer) => `model.layers.${layer}.pre_feedforward_layernorm.weight`,
      }
    : LLAMA_NAMES;
}

const GGUF_LINEARS: Record<LinearName, string> = {
  q_proj: "attn_q",
  k_proj: "attn_k",
  v_proj: "attn_v",
  o_proj: "attn_output",
  gate_proj: "ffn_gate",
  up_proj: "ffn_up",
  down_proj: "ffn_down",
};

export const GGUF_NAMES: TensorNames = {
  embedding: "token_embd.weight",
  head: "output.weight",
  finalNorm: "output_norm.weight",
  linear: (layer, name) => `blk.${layer}.${GGUF_LINEARS[name]}.weight`,
  bias: (layer, name) => `blk.${layer}.${GGUF_LINEARS[name]}.bias`,
  attentionNorm: (layer) => `blk.${layer}.attn_norm.weight`,
  feedForwardNorm: (layer) => `blk.${layer}.ffn_norm.weight`,
  attentionOutNorm: (layer) => `blk.${layer}.post_attention_norm.weight`,
  feedForwardOutNorm: (layer) => `blk.${layer}.post_ffw_norm.weight`,
  qNorm: (layer) => `blk.${layer}.attn_q_norm.weight`,
  kNorm: (layer) => `blk.${layer}.attn_k_norm.weight`,
};
