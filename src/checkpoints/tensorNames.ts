import type { LinearName } from "../protocol/adapterSettings.ts";

/** What one kind of file calls the tensors of a model. */
export interface TensorNames {
  embedding: string;
  head: string;
  finalNorm: string;
  linear(layer: number, name: LinearName): string;
  bias(layer: number, name: "q_proj" | "k_proj" | "v_proj"): string;
  inputNorm(layer: number): string;
  postAttentionNorm(layer: number): string;
  qNorm(layer: number): string;
  kNorm(layer: number): string;
}

export const HUGGING_FACE_NAMES: TensorNames = {
  embedding: "model.embed_tokens.weight",
  head: "lm_head.weight",
  finalNorm: "model.norm.weight",
  linear: (layer, name) => {
    const block = name === "gate_proj" || name === "up_proj" || name === "down_proj" ? "mlp" : "self_attn";
    return `model.layers.${layer}.${block}.${name}.weight`;
  },
  bias: (layer, name) => `model.layers.${layer}.self_attn.${name}.bias`,
  inputNorm: (layer) => `model.layers.${layer}.input_layernorm.weight`,
  postAttentionNorm: (layer) => `model.layers.${layer}.post_attention_layernorm.weight`,
  qNorm: (layer) => `model.layers.${layer}.self_attn.q_norm.weight`,
  kNorm: (layer) => `model.layers.${layer}.self_attn.k_norm.weight`,
};

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
  inputNorm: (layer) => `blk.${layer}.attn_norm.weight`,
  postAttentionNorm: (layer) => `blk.${layer}.ffn_norm.weight`,
  qNorm: (layer) => `blk.${layer}.attn_q_norm.weight`,
  kNorm: (layer) => `blk.${layer}.attn_k_norm.weight`,
};
