import type { Llama3RopeScaling, ModelConfig } from "../nn/config.ts";
import { z } from "../protocol/zod.ts";
import { checkedConfig } from "./checkedConfig.ts";
import { unsupported } from "./checkpointError.ts";
import { parseJson } from "./parseJson.ts";

/** Old files keep `rope_theta` beside `rope_scaling`; Transformers 5 writes one `rope_parameters`. */
const ropeSchema = z.object({
  rope_type: z.optional(z.string()),
  type: z.optional(z.string()),
  rope_theta: z.optional(z.number()),
  factor: z.optional(z.number()),
  low_freq_factor: z.optional(z.number()),
  high_freq_factor: z.optional(z.number()),
  original_max_position_embeddings: z.optional(z.number()),
});
type Rope = z.infer<typeof ropeSchema>;

const configSchema = z.object({
  model_type: z.string(),
  vocab_size: z.number(),
  hidden_size: z.number(),
  intermediate_size: z.number(),
  num_hidden_layers: z.number(),
  num_attention_heads: z.number(),
  num_key_value_heads: z.nullish(z.number()),
  head_dim: z.nullish(z.number()),
  rms_norm_eps: z._default(z.number(), 1e-6),
  rope_theta: z.optional(z.number()),
  rope_scaling: z.nullish(ropeSchema),
  rope_parameters: z.nullish(ropeSchema),
  max_position_embeddings: z.number(),
  tie_word_embeddings: z._default(z.boolean(), false),
  embedding_factors: z.nullish(z.object({ count: z.number(), per_token: z.number() })),
  attention_bias: z._default(z.boolean(), false),
  mlp_bias: z._default(z.boolean(), false),
  hidden_act: z._default(z.string(), "silu"),
  use_sliding_window: z._default(z.boolean(), false),
  quantization_config: z.optional(z.unknown()),
  eos_token_id: z.nullish(z.union([z.int(), z.array(z.int())])),
});

const ARCHITECTURES = ["llama", "qwen2", "qwen3"] as const;

/**
 * `config.json` as the Hugging Face hub has it. Throws "bad-checkpoint" where an entry is missing or
 * impossible, "unsupported" where the model needs something this engine does not compute.
 */
export function parseHuggingFaceConfig(json: string, file: string): ModelConfig {
  const raw = parseJson(json, configSchema, file);
  const architecture = ARCHITECTURES.find((name) => name === raw.model_type);
  if (!architecture) throw unsupported(`${file}: the model type is ${raw.model_type}.`);
  if (raw.quantization_config != null) {
    throw unsupported(`${file}: the weights are quantised for another program (quantization_config).`);
  }
  if (raw.hidden_act !== "silu") throw unsupported(`${file}: the activation is ${raw.hidden_act}, not silu.`);
  if (raw.mlp_bias) throw unsupported(`${file}: the feed-forward layers have biases (mlp_bias).`);
  if (raw.use_sliding_window) throw unsupported(`${file}: the model attends through a sliding window.`);
  if (raw.attention_bias && architecture !== "qwen2") {
    throw unsupported(`${file}: the attention layers have biases (attention_bias).`);
  }
  const rope = raw.rope_parameters ?? raw.rope_scaling ?? {};
  return checkedConfig(
    {
      architecture,
      vocabSize: raw.vocab_size,
      hiddenSize: raw.hidden_size,
      intermediateSize: raw.intermediate_size,
      layerCount: raw.num_hidden_layers,
      headCount: raw.num_attention_heads,
      kvHeadCount: raw.num_key_value_heads ?? raw.num_attention_heads,
      // Qwen3's default when the entry is missing; the others derive it.
      headDim: raw.head_dim ?? (architecture === "qwen3" ? 128 : raw.hidden_size / raw.num_attention_heads),
      rmsNormEps: raw.rms_norm_eps,
      ropeTheta: rope.rope_theta ?? raw.rope_theta ?? 10_000,
      ropeScaling: ropeScaling(rope, file),
      maxPositions: raw.max_position_embeddings,
      tiedEmbeddings: raw.tie_word_embeddings,
      factors: raw.embedding_factors
        ? { count: raw.embedding_factors.count, perToken: raw.embedding_factors.per_token }
        : null,
      attentionBias: architecture === "qwen2",
      qkNorm: architecture === "qwen3",
    },
    file,
  );
}

/** End-of-text ids of `config.json` or `generation_config.json`: one, several or none. */
export function parseEndTokens(json: string, file: string): number[] {
  const { eos_token_id } = parseJson(json, z.pick(configSchema, { eos_token_id: true }), file);
  return [eos_token_id ?? []].flat();
}

function ropeScaling(rope: Rope, file: string): Llama3RopeScaling | null {
  const type = rope.rope_type ?? rope.type ?? "default";
  if (type === "default") return null;
  const { factor, low_freq_factor, high_freq_factor, original_max_position_embeddings } = rope;
  if (
    type !== "llama3" ||
    factor === undefined ||
    low_freq_factor === undefined ||
    high_freq_factor === undefined ||
    original_max_position_embeddings === undefined
  ) {
    throw unsupported(`${file}: the rotary positions are scaled by the method "${type}".`);
  }
  return {
    factor,
    lowFreqFactor: low_freq_factor,
    highFreqFactor: high_freq_factor,
    originalMaxPositions: original_max_position_embeddings,
  };
}
