import type { Llama3RopeScaling, ModelConfig, SlidingWindow } from "../nn/config.ts";
import type { Activation } from "../nn/kernels/kernels.ts";
import { z } from "../protocol/zod.ts";
import { checkedConfig } from "./checkedConfig.ts";
import { badCheckpoint, unsupported } from "./checkpointError.ts";
import { FAMILIES, type Family, familyBlocks, slidingByRule } from "./families.ts";
import { parseJson } from "./parseJson.ts";

/** Old files keep `rope_theta` beside `rope_scaling`; Transformers 5 writes one `rope_parameters`. */
const ropeSchema = z.object({
  rope_type: z.nullish(z.string()),
  type: z.nullish(z.string()),
  rope_theta: z.nullish(z.number()),
  partial_rotary_factor: z.nullish(z.number()),
  factor: z.nullish(z.number()),
  low_freq_factor: z.nullish(z.number()),
  high_freq_factor: z.nullish(z.number()),
  original_max_position_embeddings: z.nullish(z.number()),
});
type Rope = z.infer<typeof ropeSchema>;

/** Transformers 5 writes one for each kind of layer where they differ. */
const ropeByLayerSchema = z.object({
  full_attention: ropeSchema,
  sliding_attention: z.nullish(ropeSchema),
});

/** An entry that is null counts as absent, as it does in Transformers: the family's default holds. No window is none. */
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
  rope_parameters: z.nullish(z.union([ropeByLayerSchema, ropeSchema])),
  partial_rotary_factor: z.nullish(z.number()),
  rope_local_base_freq: z.nullish(z.number()),
  max_position_embeddings: z.nullish(z.number()),
  tie_word_embeddings: z.nullish(z.boolean()),
  embedding_factors: z.nullish(z.object({ count: z.number(), per_token: z.number() })),
  attention_bias: z.nullish(z.boolean()),
  mlp_bias: z.nullish(z.boolean()),
  hidden_act: z.nullish(z.string()),
  hidden_activation: z.nullish(z.string()),
  query_pre_attn_scalar: z.nullish(z.number().check(z.positive())),
  final_logit_softcapping: z.nullish(z.number()),
  attn_logit_softcapping: z.nullish(z.number()),
  use_bidirectional_attention: z.nullish(z.boolean()),
  is_causal: z.nullish(z.boolean()),
  use_sliding_window: z.nullish(z.boolean()),
  sliding_window: z.nullish(z.int().check(z.positive())),
  sliding_window_pattern: z.nullish(z.int().check(z.positive())),
  max_window_layers: z.nullish(z.int()),
  layer_types: z.nullish(z.array(z.enum(["full_attention", "sliding_attention"])).check(z.maxLength(1024))),
  eos_token_id: z.nullish(z.union([z.int(), z.array(z.int())])),
});

/** Read before the rest: a model of another kind has other entries. */
const kindSchema = z.object({
  model_type: z.nullish(z.string()),
  architectures: z.nullish(z.array(z.string())),
  text_config: z.optional(z.unknown()),
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
  if (!family) {
    const other = kind.text_config ? ", of which text is only a part (text_config)" : "";
    throw unsupported(`${file}: the model type is ${kind.model_type ?? "not given"}${other}.`);
  }
  const classifier = kind.architectures?.find((name) =>
    /For\w*(?:Classification|Reward|QuestionAnswering)/.test(name),
  );
  if (classifier) {
    throw unsupported(`${file}: the model is a ${classifier}, which judges text and writes none.`);
  }
  const raw = parseJson(document, configSchema, file);
  const { defaults } = family;
  refuseOtherArithmetic(raw, family, file);
  const ropes = ropeByLayerSchema.safeParse(raw.rope_parameters);
  const newer = ropes.data?.full_attention ?? ropeSchema.safeParse(raw.rope_parameters).data ?? {};
  const older = raw.rope_scaling ?? {};
  // Where both are there, Transformers writes the older entry over the newer.
  const rope: Rope = { ...newer, ...older, rope_type: methodOf(older) ?? methodOf(newer) ?? null };
  refuseOtherRotation(raw, rope, ropes.data?.sliding_attention ?? {}, file);
  const ropeTheta = rope.rope_theta ?? raw.rope_theta ?? defaults.ropeTheta;
  const localTheta =
    ropes.data?.sliding_attention?.rope_theta ?? raw.rope_local_base_freq ?? defaults.localRopeTheta;
  return checkedConfig(
    {
      ...familyBlocks(family, raw.hidden_size),
      vocabSize: raw.vocab_size,
      hiddenSize: raw.hidden_size,
      intermediateSize: raw.intermediate_size,
      layerCount: raw.num_hidden_layers,
      headCount: raw.num_attention_heads,
      kvHeadCount: raw.num_key_value_heads ?? raw.num_attention_heads,
      headDim: raw.head_dim ?? defaults.headDim ?? raw.hidden_size / raw.num_attention_heads,
      rmsNormEps: raw.rms_norm_eps ?? defaults.rmsNormEps,
      ropeTheta,
      ropeScaling: ropeScaling(rope, file),
      maxPositions: raw.max_position_embeddings ?? defaults.maxPositions,
      tiedEmbeddings: raw.tie_word_embeddings ?? defaults.tiedEmbeddings,
      factors: raw.embedding_factors
        ? { count: raw.embedding_factors.count, perToken: raw.embedding_factors.per_token }
        : null,
      slidingWindow: slidingWindow(raw, family, localTheta ?? ropeTheta),
    },
    file,
  );
}

type Raw = z.infer<typeof configSchema>;

function refuseOtherArithmetic(raw: Raw, family: Family, file: string): void {
  const { activation } = family.blocks;
  const stated = raw.hidden_activation ?? raw.hidden_act ?? TRANSFORMERS_NAMES[activation];
  if (stated !== TRANSFORMERS_NAMES[activation]) {
    throw unsupported(`${file}: the activation is ${stated}, not ${TRANSFORMERS_NAMES[activation]}.`);
  }
  if (raw.mlp_bias) throw unsupported(`${file}: the feed-forward layers have biases (mlp_bias).`);
  if (raw.attention_bias && !family.blocks.attentionBias) {
    throw unsupported(`${file}: the attention layers have biases (attention_bias).`);
  }
  if (raw.final_logit_softcapping != null || raw.attn_logit_softcapping != null) {
    throw unsupported(`${file}: the logits are capped softly (logit_softcapping).`);
  }
  const headDim = raw.head_dim ?? family.defaults.headDim;
  const scalar = raw.query_pre_attn_scalar ?? family.defaults.queryScalar ?? headDim;
  if (scalar !== headDim) {
    throw unsupported(`${file}: attention is scaled by ${scalar}, not by the heads' ${headDim}.`);
  }
  const both = raw.use_bidirectional_attention ? "use_bidirectional_attention" : "is_causal";
  if (raw.use_bidirectional_attention || raw.is_causal === false) {
    throw unsupported(`${file}: the model reads in both directions (${both}), and so writes no text.`);
  }
}

function refuseOtherRotation(raw: Raw, rope: Rope, sliding: Rope, file: string): void {
  for (const { partial_rotary_factor: part } of [raw, rope, sliding]) {
    if (part != null && part !== 1) {
      throw unsupported(
        `${file}: of each head only a part is rotated by its position (partial_rotary_factor ${part}).`,
      );
    }
  }
  if ((methodOf(sliding) ?? "default") !== "default") {
    throw unsupported(`${file}: the rotary positions are scaled in the layers with a sliding window too.`);
  }
}

const TRANSFORMERS_NAMES: Record<Activation, string> = {
  silu: "silu",
  gelu: "gelu_pytorch_tanh",
};

/** Null where no layer has one, or where it is as wide as the context. */
function slidingWindow(raw: Raw, family: Family, ropeTheta: number): SlidingWindow | null {
  const tokens = raw.sliding_window === undefined ? family.defaults.slidingWindow : raw.sliding_window;
  if (tokens == null || raw.use_sliding_window === false) return null;
  const { num_hidden_layers: count, max_window_layers: fullBelow } = raw;
  const layers =
    raw.layer_types?.map((type) => type === "sliding_attention") ??
    (raw.use_sliding_window
      ? Array.from({ length: Math.min(count, MAX_LAYERS) }, (_, layer) => layer >= (fullBelow ?? FULL_BELOW))
      : slidingByRule(family, Math.min(count, MAX_LAYERS), raw.sliding_window_pattern ?? undefined));
  return layers.includes(true) ? { tokens, ropeTheta, layers } : null;
}

/** As `checkedConfig` allows: what is declared is made before it can be checked. */
const MAX_LAYERS = 1024;
/** Qwen's default: its layers from this one on may have a window. */
const FULL_BELOW = 28;

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

function methodOf({ rope_type, type }: Rope): string | undefined {
  return rope_type ?? type ?? undefined;
}

function ropeScaling(rope: Rope, file: string): Llama3RopeScaling | null {
  const type = methodOf(rope) ?? "default";
  const { factor, low_freq_factor, high_freq_factor, original_max_position_embeddings } = rope;
  if (type === "default" || (type === "linear" && factor === 1)) return null;
  if (type !== "llama3") {
    throw unsupported(`${file}: the rotary positions are scaled by the method "${type}".`);
  }
  if (
    factor == null ||
    low_freq_factor == null ||
    high_freq_factor == null ||
    original_max_position_embeddings == null
  ) {
    throw badCheckpoint(`${file}: the numbers of the rotary positions' scaling "llama3" are not all there.`);
  }
  return {
    factor,
    lowFreqFactor: low_freq_factor,
    highFreqFactor: high_freq_factor,
    originalMaxPositions: original_max_position_embeddings,
  };
}
