import { adapterSettingsSchema } from "./adapterSettings.ts";
import { z } from "./zod.ts";

/** Rewards that know nothing of what an edit teaches: they tell what selection by a reward is worth. */
const SHAMS = ["random", "length", "shortest", "copying"] as const;
/** How good an edit is called. All but the shams look at what it taught. */
export const REWARDS = ["accuracy", "likelihood", "accuracy-likelihood", ...SHAMS] as const;
const rewardSchema = z.enum(REWARDS);
export type RewardId = z.infer<typeof rewardSchema>;

/**
 * "best": the first of the K edits of a context by reward; "solving": every edit with the full reward of 1;
 * "all": every edit, without selection.
 */
export const KEEP_RULES = ["best", "solving", "all"] as const;
const keepRuleSchema = z.enum(KEEP_RULES);
export type KeepRule = z.infer<typeof keepRuleSchema>;

/** Whether edits are kept for other reasons than what they taught: by a sham reward, or all of them. */
export function isSham({ reward, keep }: { reward: RewardId; keep: KeepRule }): boolean {
  return keep === "all" || SHAMS.some((sham) => sham === reward);
}

/** Which edit solves is known by accuracy alone, so no sham can keep "solving" ones. */
export function isKnownBy(keep: KeepRule, reward: RewardId): boolean {
  return keep !== "solving" || reward === "accuracy";
}

/** How the writer is fine-tuned on the kept edits of a round. */
const writerSettingsSchema = z.object({
  ...adapterSettingsSchema.shape,
  learningRate: z.number().check(z.gt(0), z.maximum(1)),
  /** Passes over the kept edits. */
  epochs: z.int().check(z.minimum(1), z.maximum(100)),
  /** Edits per optimiser step. */
  batchSize: z.int().check(z.minimum(1), z.maximum(64)),
});
export type WriterSettings = z.infer<typeof writerSettingsSchema>;

/** Everything that the outer loop can be set to; the inner loops have the settings of their task. */
export const roundsSettingsSchema = z.object({
  seed: z.int().check(z.minimum(0), z.maximum(4294967295)),
  /** Rounds of selection and fine-tuning; 0 measures the untrained writer only. */
  rounds: z.int().check(z.minimum(0), z.maximum(20)),
  /** Training contexts a round. A round takes the next ones of the list, from its start again after its end. */
  contextsPerRound: z.int().check(z.minimum(1), z.maximum(1000)),
  /** Edits sampled for each training context (K). */
  samples: z.int().check(z.minimum(1), z.maximum(32)),
  /** Edits sampled for each held-out context, in every round. */
  heldOutSamples: z.int().check(z.minimum(1), z.maximum(32)),
  /** Inner loops an edit is judged by, each from another random adapter; its accuracy is their mean. */
  innerRuns: z.int().check(z.minimum(1), z.maximum(10)),
  reward: rewardSchema,
  keep: keepRuleSchema,
  writer: writerSettingsSchema,
});
export type RoundsSettings = z.infer<typeof roundsSettingsSchema>;
