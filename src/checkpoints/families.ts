import type { ModelConfig } from "../nn/config.ts";

/**
 * The families of models that can be run, and what each takes for granted: everything that tells one from another is
 * declared here, and whatever names the families (refusals, the README) is made from this list.
 */
export interface Family {
  /** As `config.json` has it in `model_type`. */
  modelType: string;
  /** As GGUF has it in `general.architecture`; null where converters write another family's. */
  ggufName: string | null;
  /** For people. */
  name: string;
  /** What its decoder blocks are made of. */
  blocks: Pick<ModelConfig, "attentionBias" | "qkNorm" | "activation" | "sandwichNorms">;
  /** Embeddings are multiplied by √hiddenSize. */
  scalesEmbeddings: boolean;
  /** Which layers see only a window of the past, where the files do not say it layer by layer. */
  slidingLayers: "none" | "all" | { everyBut: number };
  /** Safetensors hold the gains of norms less one. */
  gainsLessOne: boolean;
  /** llama.cpp's converter reorders the rows of q and k. */
  ggufReordersRotation: boolean;
  /** The scores of a SentencePiece vocabulary in GGUF rank its merges; else the order of its tokens does. */
  ggufScoresRank: boolean;
  /** What Transformers takes where `config.json` has no entry, or null. */
  defaults: {
    rmsNormEps: number;
    ropeTheta: number;
    maxPositions: number;
    tiedEmbeddings: boolean;
    /** Null: hidden size / heads. */
    headDim: number | null;
    /** Of the layers with a sliding window; null: that of all. */
    localRopeTheta: number | null;
    /** Tokens; null: none. */
    slidingWindow: number | null;
    /** What the square root of scales the attention; null: the size of a head. */
    queryScalar: number | null;
  };
}

const PLAIN = {
  blocks: { attentionBias: false, qkNorm: false, activation: "silu", sandwichNorms: false },
  scalesEmbeddings: false,
  slidingLayers: "none",
  gainsLessOne: false,
  ggufReordersRotation: false,
  ggufScoresRank: true,
  defaults: {
    rmsNormEps: 1e-6,
    ropeTheta: 10_000,
    maxPositions: 32_768,
    tiedEmbeddings: false,
    headDim: null,
    localRopeTheta: null,
    slidingWindow: null,
    queryScalar: null,
  },
} as const satisfies Partial<Family>;

export const FAMILIES: readonly Family[] = [
  {
    ...PLAIN,
    modelType: "llama",
    ggufName: "llama",
    name: "Llama",
    ggufReordersRotation: true,
    defaults: { ...PLAIN.defaults, maxPositions: 2048 },
  },
  {
    ...PLAIN,
    modelType: "mistral",
    ggufName: null,
    name: "Mistral",
    slidingLayers: "all",
    ggufReordersRotation: true,
    defaults: { ...PLAIN.defaults, maxPositions: 131_072, slidingWindow: 4096 },
  },
  {
    ...PLAIN,
    modelType: "qwen2",
    ggufName: "qwen2",
    name: "Qwen2",
    blocks: { ...PLAIN.blocks, attentionBias: true },
  },
  {
    ...PLAIN,
    modelType: "qwen3",
    ggufName: "qwen3",
    name: "Qwen3",
    blocks: { ...PLAIN.blocks, qkNorm: true },
    defaults: { ...PLAIN.defaults, headDim: 128 },
  },
  {
    ...PLAIN,
    modelType: "gemma3_text",
    ggufName: "gemma3",
    name: "Gemma 3",
    blocks: { attentionBias: false, qkNorm: true, activation: "gelu", sandwichNorms: true },
    scalesEmbeddings: true,
    slidingLayers: { everyBut: 6 },
    gainsLessOne: true,
    ggufScoresRank: false,
    defaults: {
      rmsNormEps: 1e-6,
      ropeTheta: 1_000_000,
      maxPositions: 131_072,
      tiedEmbeddings: true,
      headDim: 256,
      localRopeTheta: 10_000,
      slidingWindow: 4096,
      queryScalar: 256,
    },
  },
];

/** "Llama, Mistral, Qwen2, Qwen3 or Gemma 3" */
export const FAMILY_NAMES = FAMILIES.map(({ name }) => name)
  .join(", ")
  .replace(/, ([^,]*)$/, " or $1");

export function familyOf(modelType: string): Family {
  const family = FAMILIES.find((candidate) => candidate.modelType === modelType);
  if (!family) throw new Error(`There is no family ${modelType}.`);
  return family;
}

/** What of a configuration follows from the family and the size alone. */
export function familyBlocks({ modelType, blocks, scalesEmbeddings }: Family, hiddenSize: number) {
  return {
    architecture: modelType,
    ...blocks,
    // Rounded as Transformers rounds it.
    embeddingScale: scalesEmbeddings ? Math.fround(Math.sqrt(hiddenSize)) : 1,
  };
}

/** Of each layer, whether it sees only a window, by the family's rule. @param everyBut as a file has it, else the family's */
export function slidingByRule({ slidingLayers }: Family, layerCount: number, everyBut?: number): boolean[] {
  return Array.from({ length: layerCount }, (_, layer) => {
    if (typeof slidingLayers === "string") return slidingLayers === "all";
    return (layer + 1) % (everyBut ?? slidingLayers.everyBut) !== 0;
  });
}
