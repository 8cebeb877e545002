import type { Random } from "../protocol/random.ts";
import type { SamplingSettings } from "./languageModel.ts";

/** A distribution over the tokens that the filters leave, most probable first. */
export interface TokenDistribution {
  tokens: Int32Array;
  /** Sum to 1. */
  probabilities: Float64Array;
}

/** Draws one token from a row of logits. Greedy at temperature 0; of equal logits the lower id wins. */
export function sampleToken(
  logits: Float32Array,
  settings: SamplingSettings,
  random: Random,
): { token: number; logprob: number } {
  const token =
    settings.temperature === 0 ? argMax(logits) : draw(filteredDistribution(logits, settings), random);
  return { token, logprob: logits[token]! - logSumExp(logits) };
}

/**
 * Temperature, then top-k, then top-p (Holtzman et al. 2020), in the order and with the ties of Transformers'
 * logits processors: top-k keeps every token as likely as the k-th; top-p keeps the fewest tokens whose
 * probabilities reach `topP`, and at least one.
 */
export function filteredDistribution(
  logits: Float32Array,
  { temperature, topK, topP }: Pick<SamplingSettings, "temperature" | "topK" | "topP">,
): TokenDistribution {
  const max = logits[argMax(logits)]!;
  const weights = new Float64Array(logits.length);
  let total = 0;
  for (let i = 0; i < logits.length; i++) {
    weights[i] = Math.exp((logits[i]! - max) / temperature);
    total += weights[i]!;
  }
  const limit = topK > 0 && topK < logits.length ? kthLargest(weights, topK) : 0;
  if (limit > 0) {
    total = 0;
    for (const weight of weights) if (weight >= limit) total += weight;
  }
  // The tokens below this share cannot weigh 1 − topP together, so all of them are dropped before the sort.
  const negligible = topP < 1 ? ((1 - topP) * total) / logits.length : 0;
  const candidates: number[] = [];
  for (let i = 0; i < weights.length; i++) {
    if (weights[i]! >= Math.max(limit, negligible) && weights[i]! > 0) candidates.push(i);
  }
  candidates.sort((i, j) => weights[j]! - weights[i]! || i - j);
  let kept = candidates.length;
  if (topP < 1) {
    kept = 0;
    for (let sum = 0; kept < candidates.length && (kept === 0 || sum < topP * total); kept++) {
      sum += weights[candidates[kept]!]!;
    }
  }
  const tokens = Int32Array.from(candidates.slice(0, kept));
  let mass = 0;
  for (const token of tokens) mass += weights[token]!;
  return { tokens, probabilities: Float64Array.from(tokens, (token) => weights[token]! / mass) };
}

function draw({ tokens, probabilities }: TokenDistribution, random: Random): number {
  let left = random.next();
  for (let i = 0; i < tokens.length; i++) {
    left -= probabilities[i]!;
    if (left < 0) return tokens[i]!;
  }
  return tokens[tokens.length - 1]!;
}

function argMax(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

function logSumExp(values: Float32Array): number {
  const max = values[argMax(values)]!;
  let sum = 0;
  for (const value of values) sum += Math.exp(value - max);
  return max + Math.log(sum);
}

/** The k-th largest value, by a sorted list of the k largest seen. */
function kthLargest(values: Float64Array, k: number): number {
  const largest = values.slice(0, k).sort();
  for (let i = k; i < values.length; i++) {
    const value = values[i]!;
    if (value <= largest[0]!) continue;
    let place = 0;
    while (place + 1 < k && largest[place + 1]! < value) {
      largest[place] = largest[place + 1]!;
      place++;
    }
    largest[place] = value;
  }
  return largest[0]!;
}
