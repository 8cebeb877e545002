import type { Llama3RopeScaling, ModelConfig } from "../nn/config.ts";
import { z } from "../protocol/zod.ts";
import { checkedConfig } from "./checkedConfig.ts";
import { unsupported } from "./checkpointError.ts";
import { FAMILIES } from "./families.ts";
import { parseJson } from "./parseJson.ts";

/** Old files keep `rope_theta` beside `rope_scaling`; Transformers 5 writes one `rope_parameters`. */
const ropeSchema = z.object({
  rope_type: z.nullish(z.string()),
  type: z.nullish(z.string()),
  rope_theta: z.nullish(z.number()),
  factor: z.nullish(z.number()),
  low_freq_factor: z.nullish(z.number()),
  high_freq_factor: z.nullish(z.number()),
  original_max_position_embeddings: z.nullish(z.number()),
});
type Rope = z.infer<typeof ropeSchema>;

/** An entry that is null counts as absent, as it does in Transformers: the family's default holds. */
const configSchema = z.object({
  model_type: z.string(),
  vocab_size: z.number(),
  hidden_size: z.number(),
  intermediate_size: z.number(),
  num_hidden_layers: z.number(),
  num_attention_heads: z.number(),
  num_key_value_heads: z.nullish(z.number()),
  head_dim: z.nullish(z.number()),
  rms_norm_eps: z.nullish(z.number()),
  rope_theta: z.nullish(z.number()),
  rope_scaling: z.nullish(ropeSchema),
  rope_parameters: z.nullish(ropeSchema),
  max_position_embeddings: z.nullish(z.number()),
  tie_word_embeddings: z.nullish(z.boolean()),
  embedding_factors: z.nullish(z.object({ count: z.number(), per_token: z.number() })),
  attention_bias: z.nullish(z.boolean()),
  mlp_bias: z.nullish(z.boolean()),
  hidden_act: z.nullish(z.string()),
  use_sliding_window: z.nullish(z.boolean()),
  sliding_window: z.nullish(z.number()),
  eos_token_id: z.nullish(z.union([z.int(), z.array(z.int())])),
});

/** Read before the rest: a model of another kind has other entries. */
const kindSchema = z.object({
  model_type: z.nullish(z.string()),
  quantization_config: z.nullish(z.looseObject({ quant_method: z.nullish(z.string()) })),
  /** MLX's own; other programs use the entry above. */
  quantization: z.nullish(z.looseObject({ bits: z.nullish(z.number()), group_size: z.nullish(z.number()) })),
});

/**
 * `config.json` as the Hugging Face hub has it. Throws "bad-checkpoint" where an entry is missing or
 * impossible, "unsupported" where the model needs something this engine does not compute.
 */
export function parseHuggingFaceConfig(json: string, file: string): ModelConfig {
  const document = parseJson(json, z.looseObject({}), file);
  const kind = parseJson(document, kindSchema, file);
  refuseQuantised(kind, file);
  const family = FAMILIES.find(({ modelType }) => modelType === kind.model_type);
  if (!family) throw unsupported(`${file}: the model type is ${kind.model_type ?? "not given"}.`);
  const raw = parseJson(document, configSchema, file);
  const { defaults } = family;
  const activation = raw.hidden_act ?? "silu";
  if (activation !== "silu") throw unsupported(`${file}: the activation is ${activation}, not silu.`);
  if (raw.mlp_bias) throw unsupported(`${file}: the feed-forward layers have biases (mlp_bias).`);
  if (raw.use_sliding_window || (family.modelType === "mistral" && raw.sliding_window != null)) {
    throw unsupported(`${file}: the model attends through a sliding window.`);
  }
  if (raw.attention_bias && !family.attentionBias) {
    throw unsupported(`${file}: the attention layers have biases (attention_bias).`);
  }
  const rope = raw.rope_parameters ?? raw.rope_scaling ?? {};
  return checkedConfig(
    {
      architecture: family.modelType,
      vocabSize: raw.vocab_size,
      hiddenSize: raw.hidden_size,
      intermediateSize: raw.intermediate_size,
      layerCount: raw.num_hidden_layers,
      headCount: raw.num_attention_heads,
      kvHeadCount: raw.num_key_value_heads ?? raw.num_attention_heads,
      headDim: raw.head_dim ?? defaults.headDim ?? raw.hidden_size / raw.num_attention_heads,
      rmsNormEps: raw.rms_norm_eps ?? defaults.rmsNormEps,
      ropeTheta: rope.rope_theta ?? raw.rope_theta ?? defaults.ropeTheta,
      ropeScaling: ropeScaling(rope, file),
      maxPositions: raw.max_position_embeddings ?? defaults.maxPositions,
      tiedEmbeddings: raw.tie_word_embeddings ?? defaults.tiedEmbeddings,
      factors: raw.embedding_factors
        ? { count: raw.embedding_factors.count, perToken: raw.embedding_factors.per_token }
        : null,
      attentionBias: family.attentionBias,
      qkNorm: family.qkNorm,
    },
    file,
  );
}

const METHODS: Record<string, string> = {
  gptq: "GPTQ",
  awq: "AWQ",
  bitsandbytes: "bitsandbytes",
  "compressed-tensors": "compressed-tensors",
  fp8: "FP8",
  mxfp4: "MXFP4",
  hqq: "HQQ",
  eetq: "EETQ",
  aqlm: "AQLM",
};

function refuseQuantised(kind: z.infer<typeof kindSchema>, file: string): void {
  const advice = "Choose the unquantised checkpoint, or a GGUF of the model: those stay small here too.";
  if (kind.quantization) {
    const { bits } = kind.quantization;
    throw unsupported(
      `${file}: the weights are quantised for Apple's MLX${bits ? ` (${bits} bits)` : ""}.`,
      advice,
    );
  }
  if (kind.quantization_config) {
    const method = kind.quantization_config.quant_method ?? "";
    const by = METHODS[method] ?? (method || "another program");
    throw unsupported(`${file}: the weights are quantised by ${by} (quantization_config).`, advice);
  }
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
    factor == null ||
    low_freq_factor == null ||
    high_freq_factor == null ||
    original_max_position_embeddings == null
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
