import { z } from "zod";
import { adapterSettingsSchema } from "./adapterSettings.ts";

/** How good an edit is called: SEAL's reward, or a sham that tells what selection by accuracy is worth. */
export const REWARDS = ["accuracy", "random", "length"] as const;
const rewardSchema = z.enum(REWARDS);
export type Reward = z.infer<typeof rewardSchema>;

/** "best": the first of the K edits of a context by reward; "all": every edit, without selection. */
const KEEP_RULES = ["best", "all"] as const;
const keepRuleSchema = z.enum(KEEP_RULES);
export type KeepRule = z.infer<typeof keepRuleSchema>;

/** How the writer is fine-tuned on the kept edits of a round. */
const writerSettingsSchema = z.object({
  ...adapterSettingsSchema.shape,
  learningRate: z.number().gt(0).max(1),
  /** Passes over the kept edits. */
  epochs: z.int().min(1).max(100),
  /** Edits per optimiser step. */
  batchSize: z.int().min(1).max(64),
});
export type WriterSettings = z.infer<typeof writerSettingsSchema>;

/** Everything that the outer loop can be set to; the inner loops have the settings of their task. */
export const outerSettingsSchema = z.object({
  seed: z.int().min(0).max(4294967295),
  /** Rounds of selection and fine-tuning; 0 measures the untrained writer only. */
  rounds: z.int().min(0).max(20),
  /** Training contexts a round. A round takes the next ones of the list, from its start again after its end. */
  contextsPerRound: z.int().min(1).max(1000),
  /** Edits sampled for each training context (K). */
  samples: z.int().min(1).max(32),
  /** Edits sampled for each held-out context, in every round. */
  heldOutSamples: z.int().min(1).max(32),
  /** Inner loops an edit is judged by, each from another random adapter; its accuracy is their mean. */
  innerRuns: z.int().min(1).max(10),
  reward: rewardSchema,
  keep: keepRuleSchema,
  writer: writerSettingsSchema,
});
export type OuterSettings = z.infer<typeof outerSettingsSchema>;
