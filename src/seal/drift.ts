import type { Anchor, LanguageModel } from "../nn/languageModel.ts";
import type { CanaryResult, Drift } from "../protocol/drift.ts";
import type { Canary, ProbeSet } from "../tasks/probeSet.ts";

/** Bytes of the base's distributions kept at most; where the vocabulary is large, fewer tokens are compared. */
const REFERENCE_BYTES = 64 * 1024 * 1024;

/** A stranger's canary is lost where the model finds its own answer more probable than this. */
const CONFIDENT = 0.7;

/** What the base model says to the probes: measured once, compared with ever after. */
export interface DriftReference {
  probes: ProbeSet;
  /** Of each text, log p of the vocabulary at the marked tokens, `[marked, vocabulary]`. */
  logProbs: readonly Float32Array[];
  marked: readonly (readonly boolean[])[];
  answers: readonly Answer[];
}

interface Answer {
  output: string;
  /** Of all its tokens, the end included. */
  probability: number;
}

/**
 * Asks the model all probes as it stands, which must be the base: no adapter in use, nothing merged.
 *
 * @param bytes of memory for its distributions at most
 * @throws PlaygroundError "cancelled"
 */
export async function takeReference(
  model: LanguageModel,
  probes: ProbeSet,
  signal?: AbortSignal,
  bytes = REFERENCE_BYTES,
): Promise<DriftReference> {
  const said = await distributionsOf(model, probes.texts, bytes, signal);
  return { probes, ...said, answers: await answer(model, probes, signal) };
}

/**
 * What the base says to the anchors, for a KL penalty of training: the examples with their distributions. As for
 * `takeReference`, the model must be the base.
 */
export async function takeAnchors(
  model: LanguageModel,
  { anchors }: ProbeSet,
  signal?: AbortSignal,
): Promise<Pick<Anchor, "examples" | "logProbs">> {
  const { marked, logProbs } = await distributionsOf(model, anchors, REFERENCE_BYTES, signal);
  // Where memory is short, a text may have no marked token.
  const used = marked.flatMap((tokens, i) => (tokens.includes(true) ? [i] : []));
  return {
    examples: used.map((i) => ({ tokens: anchors[i]!, lossMask: marked[i]! })),
    logProbs: used.map((i) => logProbs[i]!),
  };
}

async function distributionsOf(
  model: LanguageModel,
  texts: readonly (readonly number[])[],
  bytes: number,
  signal: AbortSignal | undefined,
): Promise<Pick<DriftReference, "marked" | "logProbs">> {
  // The vocabulary's size shows in what the first token's distribution holds.
  const first = texts.map((tokens, text) => tokens.map((_, t) => text === 0 && t === 1));
  const [distribution] = await model.logProbs(examplesOf(texts, first).slice(0, 1), signal);
  const affordable = Math.max(1, Math.floor(bytes / (4 * (distribution?.length ?? 1))));
  const marked = markEvenly(texts, affordable);
  return { marked, logProbs: await model.logProbs(examplesOf(texts, marked), signal) };
}

/**
 * How far the model, as it stands (adapter in use or merged), is from the base: KL(base ‖ current) a token and the
 * perplexity on neutral text, and canary questions. The model is not changed.
 *
 * @throws PlaygroundError "cancelled"
 */
export async function measureDrift(
  model: LanguageModel,
  reference: DriftReference,
  signal?: AbortSignal,
): Promise<Drift> {
  const { probes, marked } = reference;
  const current = await model.logProbs(examplesOf(probes.texts, marked), signal);
  const answers = await answer(model, probes, signal);
  let kl = 0;
  let nllBefore = 0;
  let nllAfter = 0;
  let tokens = 0;
  for (const [text, all] of probes.texts.entries()) {
    const targets = all.filter((_, t) => marked[text]![t]);
    const before = reference.logProbs[text]!;
    const after = current[text]!;
    const vocabulary = before.length / Math.max(1, targets.length);
    targets.forEach((target, row) => {
      const start = row * vocabulary;
      kl += divergence(before.subarray(start, start + vocabulary), after.subarray(start, start + vocabulary));
      nllBefore -= before[start + target]!;
      nllAfter -= after[start + target]!;
    });
    tokens += targets.length;
  }
  return {
    probeSet: probes.id,
    kl: kl / tokens,
    tokens,
    perplexity: { before: Math.exp(nllBefore / tokens), after: Math.exp(nllAfter / tokens) },
    canaries: probes.canaries.map((canary, i) => compare(canary, reference.answers[i]!, answers[i]!)),
  };
}

/** KL(p ‖ q) in nats, from log p and log q. What is impossible under p counts nothing. */
function divergence(p: Float32Array, q: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const probability = Math.exp(p[i]!);
    if (probability > 0) sum += probability * (p[i]! - q[i]!);
  }
  return sum;
}

function compare(canary: Canary, before: Answer, after: Answer): CanaryResult {
  const passes = ({ output, probability }: Answer) =>
    canary.kind === "stranger" ? probability <= CONFIDENT : canary.isRight(output);
  const told = ({ output, probability }: Answer) => ({ answer: canary.answerIn(output), probability });
  return {
    kind: canary.kind,
    question: canary.question,
    accepted: [...canary.accepted],
    before: told(before),
    after: told(after),
    held: passes(before),
    holds: passes(after),
  };
}

async function answer(model: LanguageModel, probes: ProbeSet, signal?: AbortSignal): Promise<Answer[]> {
  const { canaries, maxTokens, stop } = probes;
  const generations = await model.generate({
    prompts: canaries.map(({ prompt }) => prompt),
    sampling: { temperature: 0, topP: 1, topK: 0, maxTokens, stop, seed: 0 },
    ...(signal ? { signal } : {}),
  });
  return generations.map(({ text, logprobs }) => ({
    output: text,
    probability: Math.exp(logprobs.reduce((sum, logprob) => sum + logprob, 0)),
  }));
}

function examplesOf(texts: ProbeSet["texts"], marked: readonly (readonly boolean[])[]) {
  return texts.map((tokens, text) => ({ tokens, lossMask: marked[text]! }));
}

/** Marks at most `most` tokens, spread evenly over all texts; never a first one, which nothing predicts. */
function markEvenly(texts: ProbeSet["texts"], most: number): boolean[][] {
  const total = texts.reduce((sum, { length }) => sum + length - 1, 0);
  const share = Math.min(1, most / total);
  let seen = 0;
  return texts.map((tokens) =>
    tokens.map((_, t) => {
      if (t === 0) return false;
      seen++;
      return Math.floor(seen * share) > Math.floor((seen - 1) * share);
    }),
  );
}
