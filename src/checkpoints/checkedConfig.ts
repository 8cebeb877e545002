import type { ModelConfig } from "../nn/config.ts";
import { badCheckpoint } from "./checkpointError.ts";

/** Larger than any model of these families; keeps a damaged entry from asking for absurd memory. */
const LIMITS = [
  ["vocabSize", 1 << 20],
  ["hiddenSize", 1 << 16],
  ["intermediateSize", 1 << 18],
  ["layerCount", 1024],
  ["headCount", 1024],
  ["kvHeadCount", 1024],
  ["headDim", 1024],
  ["maxPositions", 1 << 24],
] as const;

/** Factors are numbered in 16 bits. */
const MOST_FACTORS = 1 << 15;
const MOST_PER_TOKEN = 64;

/** The configuration itself if its numbers fit together; otherwise throws "bad-checkpoint" naming the entry. */
export function checkedConfig(config: ModelConfig, file: string): ModelConfig {
  for (const [entry, limit] of LIMITS) {
    const value = config[entry];
    if (!Number.isInteger(value) || value < 1 || value > limit) {
      throw badCheckpoint(`${file}: ${entry} is ${value}; it must be a whole number from 1 to ${limit}.`);
    }
  }
  const { headCount, kvHeadCount, rmsNormEps, ropeTheta } = config;
  if (headCount % kvHeadCount !== 0) {
    throw badCheckpoint(`${file}: ${headCount} heads cannot share ${kvHeadCount} key-value heads evenly.`);
  }
  for (const entry of ["headDim", "hiddenSize", "intermediateSize"] as const) {
    if (config[entry] % 2 !== 0)
      throw badCheckpoint(`${file}: ${entry} is ${config[entry]}; it must be even.`);
  }
  if (!(rmsNormEps > 0 && rmsNormEps < 1)) throw badCheckpoint(`${file}: rmsNormEps is ${rmsNormEps}.`);
  if (!(ropeTheta > 1 && Number.isFinite(ropeTheta))) {
    throw badCheckpoint(`${file}: the rotary base (rope theta) is ${ropeTheta}.`);
  }
  const { slidingWindow } = config;
  if (slidingWindow) {
    const { tokens, ropeTheta: base, layers } = slidingWindow;
    if (!Number.isInteger(tokens) || tokens < 1 || !(base > 1 && Number.isFinite(base))) {
      throw badCheckpoint(`${file}: its sliding window has ${tokens} tokens and the rotary base ${base}.`);
    }
    if (layers.length !== config.layerCount) {
      throw badCheckpoint(`${file}: it has ${config.layerCount} layers and the kinds of ${layers.length}.`);
    }
  }
  if (config.factors) {
    const { count, perToken } = config.factors;
    const sane = [count, perToken].every((value) => Number.isInteger(value) && value >= 1);
    if (!sane || count > MOST_FACTORS || perToken > MOST_PER_TOKEN) {
      throw badCheckpoint(`${file}: its embedding has ${count} factors, up to ${perToken} a token.`);
    }
    if (!config.tiedEmbeddings) {
      throw badCheckpoint(`${file}: an embedding of factors needs a head tied to it (tie_word_embeddings).`);
    }
  }
  if (config.ropeScaling) {
    const { factor, lowFreqFactor, highFreqFactor, originalMaxPositions } = config.ropeScaling;
    if (!(factor >= 1 && lowFreqFactor > 0 && highFreqFactor > lowFreqFactor && originalMaxPositions > 0)) {
      throw badCheckpoint(`${file}: the numbers of its rope scaling do not fit together.`);
    }
  }
  return config;
}
