import type { Random } from "../protocol/random.ts";
import type { SamplingSettings } from "./languageModel.ts";

/** A distribution over the tokens that the filters leave. */
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
  const limit = topK > 0 && topK < logits.length ? kthLargest(logits, topK) : Number.NEGATIVE_INFINITY;
  const allowed = new Int32Array(logits.length);
  let count = 0;
  for (let token = 0; token < logits.length; token++) if (logits[token]! >= limit) allowed[count++] = token;
  const candidates = allowed.subarray(0, count);
  const weights = new Float64Array(count);
  let total = 0;
  for (let i = 0; i < count; i++) {
    weights[i] = Math.exp((logits[candidates[i]!]! - max) / temperature);
    total += weights[i]!;
  }
  if (topP < 1) return nucleus(candidates, weights, total, topP);
  return { tokens: candidates, probabilities: weights.map((weight) => weight / total) };
}

function nucleus(
  candidates: Int32Array,
  weights: Float64Array,
  total: number,
  topP: number,
): TokenDistribution {
  // Tokens below this share cannot weigh 1 − topP all together, so none of them is in the nucleus: no need to sort them.
  const negligible = ((1 - topP) * total) / candidates.length;
  const order: number[] = [];
  for (let i = 0; i < candidates.length; i++) if (weights[i]! >= negligible) order.push(i);
  order.sort((i, j) => weights[j]! - weights[i]! || i - j);
  let kept = 0;
  let mass = 0;
  while (kept < order.length && (kept === 0 || mass < topP * total)) mass += weights[order[kept++]!]!;
  const inside = order.slice(0, kept);
  return {
    tokens: Int32Array.from(inside, (i) => candidates[i]!),
    probabilities: Float64Array.from(inside, (i) => weights[i]! / mass),
  };
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

/** Where `exp` is 0 beside 1, whatever float32 sums up: a row of logits is mostly such, and `Math.exp` is slow. */
const NEGLIGIBLE = -30;

/** `Math.exp` of what is at most 0, down to 10⁻¹³. */
export function expOrNothing(logWeight: number): number {
  return logWeight < NEGLIGIBLE ? 0 : Math.exp(logWeight);
}

export function logSumExp(values: Float32Array): number {
  const max = values[argMax(values)]!;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += expOrNothing(values[i]! - max);
  return max + Math.log(sum);
}

/** The k-th largest value, by a sorted list of the k largest seen. */
function kthLargest(values: Float32Array, k: number): number {
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
