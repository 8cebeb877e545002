import type { ModelConfig } from "../src/nn/config.ts";
import type { Kernels } from "../src/nn/kernels/kernels.ts";
import type { PackedMatrix } from "../src/nn/packedMatrix.ts";
import { TokenFactors } from "../src/nn/tokenFactors.ts";
import type { Tokenizer } from "../src/nn/tokenizer.ts";
import { TransformerModel } from "../src/nn/transformerModel.ts";
import { linearShape, type ModelWeights } from "../src/nn/weights.ts";
import type { LinearName } from "../src/protocol/adapterSettings.ts";
import { createRandom, type Random } from "../src/protocol/random.ts";
import type { TrainingSequence } from "../src/protocol/sequence.ts";
import { type PackedFormat, randomPacked } from "./packedSamples.ts";

/** A decoder of about 40,000 random weights over bytes, with every optional part of the architecture. */
export const TINY_CONFIG: ModelConfig = {
  architecture: "qwen3",
  vocabSize: 258,
  hiddenSize: 32,
  intermediateSize: 64,
  layerCount: 2,
  headCount: 4,
  kvHeadCount: 2,
  headDim: 16,
  rmsNormEps: 1e-6,
  ropeTheta: 10_000,
  ropeScaling: null,
  maxPositions: 256,
  tiedEmbeddings: false,
  factors: null,
  attentionBias: true,
  qkNorm: true,
  activation: "silu",
  sandwichNorms: false,
  embeddingScale: 1,
  slidingWindow: null,
};

/** Id of the byte tokenizer's end-of-turn token. */
export const END_TOKEN = 256;

export function tinyWeights(config: ModelConfig, seed: number, format: PackedFormat = "f32"): ModelWeights {
  const random = createRandom(seed);
  const gain = (length: number) => Float32Array.from({ length }, () => 1 + 0.2 * random.normal());
  const bias = (length: number) => Float32Array.from({ length }, () => 0.2 * random.normal());
  const linear = (name: LinearName): PackedMatrix => {
    const { inputs, outputs } = linearShape(config, name);
    return randomPacked(random, format, outputs, inputs);
  };
  return {
    embedding: embeddingMatrix(random, config),
    factors: config.factors && tokenFactors(config.vocabSize, config.factors),
    layers: Array.from({ length: config.layerCount }, () => ({
      linears: {
        q_proj: linear("q_proj"),
        k_proj: linear("k_proj"),
        v_proj: linear("v_proj"),
        o_proj: linear("o_proj"),
        gate_proj: linear("gate_proj"),
        up_proj: linear("up_proj"),
        down_proj: linear("down_proj"),
      },
      biases: config.attentionBias
        ? {
            q_proj: bias(config.headCount * config.headDim),
            k_proj: bias(config.kvHeadCount * config.headDim),
            v_proj: bias(config.kvHeadCount * config.headDim),
          }
        : null,
      attentionNorm: gain(config.hiddenSize),
      feedForwardNorm: gain(config.hiddenSize),
      attentionOutNorm: config.sandwichNorms ? gain(config.hiddenSize) : null,
      feedForwardOutNorm: config.sandwichNorms ? gain(config.hiddenSize) : null,
      qNorm: config.qkNorm ? gain(config.headDim) : null,
      kNorm: config.qkNorm ? gain(config.headDim) : null,
    })),
    finalNorm: gain(config.hiddenSize),
    head: config.tiedEmbeddings ? null : randomPacked(random, format, config.vocabSize, config.hiddenSize),
  };
}

/** TINY_CONFIG with an embedding that is a sum: of the two halves of a byte, and of "it is a byte". */
export const FACTORED_CONFIG: ModelConfig = {
  ...TINY_CONFIG,
  tiedEmbeddings: true,
  factors: { count: 35, perToken: 3 },
};

/** TINY_CONFIG with blocks in the manner of Gemma 3, and a window that short examples are longer than. */
export const GEMMA_CONFIG: ModelConfig = {
  ...TINY_CONFIG,
  attentionBias: false,
  activation: "gelu",
  sandwichNorms: true,
  embeddingScale: Math.fround(Math.sqrt(TINY_CONFIG.hiddenSize)),
  slidingWindow: { tokens: 4, ropeTheta: 100, layers: [true, false] },
};

/** Tokens 0 to 255 are the sum of three factors; each token beyond is its own. */
function tokenFactors(vocabSize: number, { perToken }: { perToken: number }): TokenFactors {
  const table = Array.from({ length: vocabSize }, (_, token) =>
    token < 256 ? [34, token >> 4, 16 + (token & 15)] : [token - 256 + 32, -1, -1],
  );
  return new TokenFactors(perToken, Int32Array.from(table.flat()));
}

/** Embeddings of unit size, so that the layers have something to work on. */
function embeddingMatrix(
  random: Random,
  { vocabSize, factors, hiddenSize: cols }: ModelConfig,
): PackedMatrix {
  const rows = factors?.count ?? vocabSize;
  return {
    rows,
    cols,
    format: "f32",
    data: Float32Array.from({ length: rows * cols }, () => random.normal()),
  };
}

/** UTF-8 bytes as tokens; 256 is the end of a turn, written `<end>`. */
export function byteTokenizer(): Tokenizer {
  const decoder = new TextDecoder();
  return {
    encode: (text) =>
      text
        .split(/(<end>)/)
        .flatMap((part) => (part === "<end>" ? [END_TOKEN] : [...new TextEncoder().encode(part)])),
    decode: (tokens) => decoder.decode(Uint8Array.from(tokens.filter((token) => token < 256))),
    renderChat: () => null,
    startOfText: "",
    endOfTurn: "<end>",
    endTokens: [END_TOKEN],
  };
}

export interface TinyModelOptions {
  seed?: number;
  format?: PackedFormat;
  config?: Partial<ModelConfig>;
  /** In the place of those drawn. */
  weights?: ModelWeights;
}

export function tinyModel(kernels: Kernels, options: TinyModelOptions = {}): TransformerModel {
  const config = { ...TINY_CONFIG, ...options.config };
  return new TransformerModel({
    info: {
      id: "tiny",
      name: "Tiny",
      parameters: 0,
      maxPositions: config.maxPositions,
      hash: "",
      backend: kernels.name,
    },
    config,
    weights: options.weights ?? tinyWeights(config, options.seed ?? 1, options.format),
    tokenizer: byteTokenizer(),
    kernels,
  });
}

/** Text to be learnt: every byte but the first counts, and so does the end. */
export function textExample(text: string): TrainingSequence {
  const tokens = [...byteTokenizer().encode(text), END_TOKEN];
  return { tokens, lossMask: tokens.map((_, t) => t > 0) };
}
