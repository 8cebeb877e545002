import { real, whole } from "./fields.ts";
import { z } from "./zod.ts";

/**
 * "known": what the weights hold · "in-context": what a passage in the prompt says · "stranger": about somebody of
 * whom nothing was told, so that no answer may be given with confidence.
 */
const CANARY_KINDS = ["known", "in-context", "stranger"] as const;
const canaryKindSchema = z.enum(CANARY_KINDS);
export type CanaryKind = z.infer<typeof canaryKindSchema>;

/** One canary question before and after. */
const canaryResultSchema = z.object({
  kind: canaryKindSchema,
  question: z.string(),
  /** What counts as right; empty for a stranger, where nothing does. */
  accepted: z.array(z.string()),
  /** Greedy answers, and how probable the model found the whole of each (0…1). */
  before: z.object({ answer: z.string(), probability: z.number() }),
  after: z.object({ answer: z.string(), probability: z.number() }),
  /** Whether the base passes. One that it fails tells nothing of drift and is not counted. */
  held: z.boolean(),
  /** Whether the changed model passes. */
  holds: z.boolean(),
});
export type CanaryResult = z.infer<typeof canaryResultSchema>;

/** How far a model is from its base, on a fixed set of probes. */
export const driftSchema = z.object({
  /** Which probes: figures of different sets do not compare. */
  probeSet: z.string(),
  /** KL(base ‖ current) in nats a token, mean over `tokens` tokens of neutral text. 0 = the same distribution. */
  kl: z.number(),
  tokens: z.int(),
  /** exp of the mean negative log-likelihood of the same tokens. */
  perplexity: z.object({ before: z.number(), after: z.number() }),
  canaries: z.array(canaryResultSchema),
});
export type Drift = z.infer<typeof driftSchema>;

/** What the tokens of a probe set are, in words that go on from "of". */
export function probedText({ probeSet }: Pick<Drift, "probeSet">): string {
  return probeSet.startsWith("grids") ? "other puzzles" : "neutral text";
}

/** What drift is accepted; beyond any of these a change is vetoed. */
export interface DriftLimits {
  /** Nats a token. */
  kl: number;
  /** Perplexity after ÷ before. */
  perplexityRatio: number;
  /** Of the canaries that the base holds. */
  canariesLost: number;
}

export const driftLimitFields = (group: string, initial: DriftLimits) => ({
  kl: real({
    label: "KL, nats a token",
    flag: "kl-limit",
    help: "Divergence from the base on neutral text, all edits together.",
    level: "advanced",
    group,
    min: 0,
    max: 100,
    step: 0.05,
    scale: "linear",
    initial: initial.kl,
  }),
  perplexityRatio: real({
    label: "Perplexity, times",
    flag: "perplexity-limit",
    help: "By how much that of neutral text may grow.",
    level: "advanced",
    group,
    min: 1,
    max: 1000,
    step: 0.1,
    scale: "log",
    initial: initial.perplexityRatio,
  }),
  canariesLost: whole({
    label: "Lost canaries",
    flag: "canaries-limit",
    help: "How many canary questions that the base passes may fail.",
    level: "advanced",
    group,
    min: 0,
    max: 1000,
    scale: "linear",
    initial: initial.canariesLost,
  }),
});
/**
 * What one good edit of the embedded reader stays within (docs/results.md); one that learns far too fast does not.
 */
export const DEFAULT_DRIFT_LIMITS: DriftLimits = { kl: 0.6, perplexityRatio: 2, canariesLost: 6 };
