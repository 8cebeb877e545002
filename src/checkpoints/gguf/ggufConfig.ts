import type { ModelConfig, SlidingWindow } from "../../nn/config.ts";
import { checkedConfig } from "../checkedConfig.ts";
import { badCheckpoint, unsupported } from "../checkpointError.ts";
import { FAMILIES, familyBlocks, slidingByRule } from "../families.ts";
import { readVector } from "../readMatrix.ts";
import { recogniseRopeScaling } from "../ropeFactors.ts";
import { requireTensor } from "../tensorFile.ts";
import type { GgufHeader } from "./gguf.ts";
import type { GgufMetadata } from "./ggufMetadata.ts";

/** As `checkedConfig` allows: what is declared is made before it can be checked. */
const MAX_LAYERS = 1024;

/**
 * The configuration from GGUF metadata ("llama.embedding_length" and so on). Llama 3's stretch of the rotary
 * angles is not in the metadata but in a tensor of factors, from which it is recognised.
 * Rejects as `parseHuggingFaceConfig` throws.
 */
export async function readGgufConfig({ metadata, tensors }: GgufHeader, file: string): Promise<ModelConfig> {
  const kind = metadata.optionalString("general.type") ?? "model";
  if (kind === "adapter") {
    const advice =
      "Load the model that it was trained for; then import the adapter as PEFT saved it in the view “Versions”.";
    throw unsupported(`${file} is an adapter, which changes a model, and no model.`, advice);
  }
  if (kind !== "model") throw unsupported(`${file}: it holds no model, but something of the kind “${kind}”.`);
  const name = metadata.string("general.architecture");
  const family = FAMILIES.find(({ ggufName }) => ggufName === name);
  if (!family) throw unsupported(`${file}: the model's architecture is ${name}.`);
  const optional = (entry: string) => metadata.optionalSameNumber(`${name}.${entry}`);
  const number = (entry: string) => optional(entry) ?? metadata.number(`${name}.${entry}`);
  if ((optional("expert_count") ?? 0) > 0) throw unsupported(`${file}: the model is a mixture of experts.`);
  refuseOtherArithmetic(metadata, name, file);
  // As llama.cpp: linear, where a factor alone is given; older files have it under another name.
  const scaling = metadata.optionalString(`${name}.rope.scaling.type`) ?? "linear";
  const factor = optional("rope.scaling.factor") ?? optional("rope.scale_linear") ?? 0;
  // A factor of 1 changes nothing but for "longrope", whose factors are tensors.
  const isPlain =
    scaling === "none" || (factor === 1 && scaling !== "longrope") || (scaling === "linear" && factor === 0);
  if (!isPlain) throw unsupported(`${file}: the rotary positions are scaled by the method "${scaling}".`);
  const hiddenSize = number("embedding_length");
  const headCount = number("attention.head_count");
  const headDim = optional("attention.key_length") ?? hiddenSize / headCount;
  const rotated = optional("rope.dimension_count") ?? headDim;
  if (rotated !== headDim || (optional("attention.value_length") ?? headDim) !== headDim) {
    throw unsupported(
      `${file}: only ${rotated} of ${headDim} dimensions per head are rotated, or values differ.`,
    );
  }
  const embedding = tensors.get("token_embd.weight");
  if (!embedding) throw badCheckpoint(`${file} lacks the tensor token_embd.weight.`);
  const layerCount = number("block_count");
  const ropeTheta = optional("rope.freq_base") ?? family.defaults.ropeTheta;
  const tokens = optional("attention.sliding_window") ?? 0;
  const pattern = "attention.sliding_window_pattern";
  const layers =
    metadata.optionalFlags(`${name}.${pattern}`) ??
    slidingByRule(family, Math.min(layerCount, MAX_LAYERS), optional(pattern) ?? undefined);
  if (tokens > 0 && !layers.includes(true)) {
    throw unsupported(
      `${file}: the model attends through a sliding window, and it is not known in which layers.`,
    );
  }
  const localTheta = optional("rope.freq_base_swa") ?? family.defaults.localRopeTheta ?? ropeTheta;
  const slidingWindow: SlidingWindow | null = tokens > 0 ? { tokens, ropeTheta: localTheta, layers } : null;
  const config = checkedConfig(
    {
      ...familyBlocks(family, hiddenSize),
      vocabSize: embedding.shape[0] ?? 0,
      hiddenSize,
      intermediateSize: number("feed_forward_length"),
      layerCount,
      headCount,
      kvHeadCount: optional("attention.head_count_kv") ?? headCount,
      headDim,
      rmsNormEps: number("attention.layer_norm_rms_epsilon"),
      ropeTheta,
      ropeScaling: null,
      maxPositions: number("context_length"),
      tiedEmbeddings: !tensors.has("output.weight"),
      factors: null,
      slidingWindow,
    },
    file,
  );
  if (!tensors.has("rope_freqs.weight")) return config;
  const factors = await readVector(requireTensor(tensors, "rope_freqs.weight", [headDim / 2]));
  return { ...config, ropeScaling: recogniseRopeScaling(factors, config, file) };
}

/** Entries by which a model computes otherwise than its family, and what they mean. */
const ARITHMETIC: readonly [entry: string, what: string][] = [
  ["attention.scale", "scales its attention otherwise"],
  ["attn_logit_softcapping", "caps its attention softly"],
  ["final_logit_softcapping", "caps its logits softly"],
  ["logit_scale", "scales its logits"],
  ["embedding_scale", "scales its embeddings"],
  ["residual_scale", "scales what its blocks add"],
];

function refuseOtherArithmetic(metadata: GgufMetadata, name: string, file: string): void {
  for (const [entry, what] of ARITHMETIC) {
    if (metadata.optionalNumber(`${name}.${entry}`)) {
      throw unsupported(`${file}: the model ${what} (${name}.${entry}).`);
    }
  }
  if (metadata.optionalBoolean(`${name}.attention.causal`) === false) {
    throw unsupported(`${file}: the model reads in both directions (${name}.attention.causal).`);
  }
}
