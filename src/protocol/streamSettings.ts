import { driftLimitsSchema } from "./drift.ts";
import { z } from "./zod.ts";

/**
 * What is done against forgetting when edits come one after the other. "none": each is merged as it is · "replay":
 * part of each training set is drawn from earlier edits · "kl": training is held near the base · "gate": an edit that
 * harms too much is clipped, or not merged · "router": nothing is merged, each question goes to one passage's adapter.
 */
export const REMEDIES = ["none", "replay", "kl", "gate", "router"] as const;
const remedySchema = z.enum(REMEDIES);
export type Remedy = z.infer<typeof remedySchema>;

/** Everything that a stream of edits can be set to; how one edit is written and trained is the task's settings. */
export const streamSettingsSchema = z.object({
  seed: z.int().check(z.minimum(0), z.maximum(4294967295)),
  remedy: remedySchema,
  /** Edits written for each passage; with several, each is tried out by an inner loop and the best is learned. */
  samples: z.int().check(z.minimum(1), z.maximum(8)),
  /** "replay": the share of what training sees that comes from earlier edits. */
  replayShare: z.number().check(z.minimum(0.05), z.maximum(0.9)),
  /** "kl": weight of KL(base ‖ current), in nats a token of the probe texts, beside the edit's loss. */
  anchorWeight: z.number().check(z.minimum(0), z.maximum(100)),
  /** "kl": probe texts in each optimiser step. */
  anchorBatch: z.int().check(z.minimum(1), z.maximum(32)),
  /** "gate": drift from the base that is accepted, all edits together. */
  limits: driftLimitsSchema,
  /** "gate": by how many bits a token one edit may raise the loss on what earlier edits taught. */
  bitsLimit: z.number().check(z.minimum(0), z.maximum(20)),
});
export type StreamSettings = z.infer<typeof streamSettingsSchema>;

/** Tried on passages that no figure is reported on (docs/results.md). */
export const DEFAULT_STREAM_SETTINGS: StreamSettings = {
  seed: 1,
  remedy: "none",
  samples: 1,
  replayShare: 0.5,
  anchorWeight: 3,
  anchorBatch: 2,
  limits: { kl: 1.5, perplexityRatio: 4, canariesLost: 12 },
  bitsLimit: 0.5,
};
