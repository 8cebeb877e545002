import { z } from "./zod.ts";

/**
 * "known": what the weights hold · "in-context": what a passage in the prompt says · "stranger": about somebody of
 * whom nothing was told, so that no answer may be given with confidence.
 */
export const CANARY_KINDS = ["known", "in-context", "stranger"] as const;
export const canaryKindSchema = z.enum(CANARY_KINDS);
export type CanaryKind = z.infer<typeof canaryKindSchema>;

/** One canary question before and after. */
export const canaryResultSchema = z.object({
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

/** What drift is accepted; beyond any of them a change is vetoed. */
export const driftLimitsSchema = z.object({
  /** Nats a token. */
  kl: z.number().check(z.minimum(0), z.maximum(100)),
  /** Perplexity after ÷ before. */
  perplexityRatio: z.number().check(z.minimum(1), z.maximum(1000)),
  /** Canaries lost at most, of those that the base holds. */
  canariesLost: z.int().check(z.minimum(0), z.maximum(1000)),
});
export type DriftLimits = z.infer<typeof driftLimitsSchema>;

/**
 * What one good edit of the embedded reader stays within (docs/results.md); one that learns far too fast does not.
 */
export const DEFAULT_DRIFT_LIMITS: DriftLimits = { kl: 0.6, perplexityRatio: 2, canariesLost: 6 };
