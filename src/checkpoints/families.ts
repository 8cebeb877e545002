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
  /** q, k and v carry biases. */
  attentionBias: boolean;
  /** A norm of each query and key head. */
  qkNorm: boolean;
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
  };
}

const PLAIN = { rmsNormEps: 1e-6, ropeTheta: 10_000, tiedEmbeddings: false, headDim: null };

export const FAMILIES: readonly Family[] = [
  {
    modelType: "llama",
    ggufName: "llama",
    name: "Llama",
    attentionBias: false,
    qkNorm: false,
    ggufReordersRotation: true,
    ggufScoresRank: true,
    defaults: { ...PLAIN, maxPositions: 2048 },
  },
  {
    modelType: "mistral",
    ggufName: null,
    name: "Mistral",
    attentionBias: false,
    qkNorm: false,
    ggufReordersRotation: true,
    ggufScoresRank: true,
    defaults: { ...PLAIN, maxPositions: 131_072 },
  },
  {
    modelType: "qwen2",
    ggufName: "qwen2",
    name: "Qwen2",
    attentionBias: true,
    qkNorm: false,
    ggufReordersRotation: false,
    ggufScoresRank: true,
    defaults: { ...PLAIN, maxPositions: 32_768 },
  },
  {
    modelType: "qwen3",
    ggufName: "qwen3",
    name: "Qwen3",
    attentionBias: false,
    qkNorm: true,
    ggufReordersRotation: false,
    ggufScoresRank: true,
    defaults: { ...PLAIN, maxPositions: 32_768, headDim: 128 },
  },
];

/** "Llama, Mistral, Qwen2 or Qwen3" */
export const FAMILY_NAMES = FAMILIES.map(({ name }) => name)
  .join(", ")
  .replace(/, ([^,]*)$/, " or $1");

export function familyOf(modelType: string): Family {
  const family = FAMILIES.find((candidate) => candidate.modelType === modelType);
  if (!family) throw new Error(`There is no family ${modelType}.`);
  return family;
}
