import { listOf, recordOf } from "../../protocol/bounded.ts";
import { roundsSettingsSchema } from "../../protocol/roundsSettings.ts";
import { COUNTED, isPossible, jsonSchema, pieceSchema, tallySchema } from "../../protocol/run.ts";
import type { RunEvent } from "../../protocol/runEvent.ts";
import { writerUpdateSchema } from "../../protocol/writerUpdate.ts";
import { z } from "../../protocol/zod.ts";
import { LIFECYCLE, STARTED } from "../runKind.ts";

/** One text that the writer wrote for a prompt of the context; an edit may consist of several. */
const writtenSampleSchema = z.object({
  prompt: z.int(),
  text: z.string(),
  cutOff: z.boolean(),
});

/** Which edit: of a training context, or of a held-out one, where no edit is ever kept. */
const editPlace = {
  round: z.int(),
  set: z.enum(["training", "held-out"]),
  /** Index in the list of training contexts, or of held-out ones. */
  context: z.int(),
  edit: z.int(),
};
export const editPlaceSchema = z.object(editPlace);
export type EditPlace = z.infer<typeof editPlaceSchema>;

/** What is said of an edit. */
export const editToldSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("editWritten"),
    ...editPlace,
    samples: listOf(writtenSampleSchema),
    pieces: listOf(pieceSchema),
  }),
  /** The edit's inner loops are done: it is finished, and a closed tab goes on after it. */
  z
    .object({
      type: z.literal("editRewarded"),
      ...editPlace,
      /** Right answers of all inner runs, and answers. */
      ...COUNTED,
      /** By the chosen reward; of held-out edits the accuracy. */
      reward: z.number(),
      /** Of the inner training, mean over its runs; null where training diverged. */
      loss: z.nullable(z.number()),
      /** Log-probability of a token of the accepted answers; absent in earlier logs, null where it is not known. */
      likelihood: z.optional(z.nullable(z.number())),
      seconds: z.number(),
    })
    .check(isPossible),
]);
export type EditTold = z.infer<typeof editToldSchema>;

/** What the edits of a round are like, over all their lines, dropped ones included. */
export const habitsSchema = z.object({
  edits: z.int(),
  /** Mean lines an edit. */
  lines: z.number(),
  /** Mean characters an edit. */
  characters: z.number(),
  /** Share of lines by kind, where kinds are known (the invented world). */
  kinds: recordOf(z.number()),
  /** Of the lines that claim something of the passage, the share that is true; null where nobody knows. */
  trueShare: z.nullable(z.number()),
});
export type Habits = z.infer<typeof habitsSchema>;

/**
 * What was kept of a context: the best by reward, the first of several best, those that solved it, all, or, as all were
 * equal, none.
 */
export const choiceSchema = z.object({
  kept: listOf(z.int()),
  why: z.enum(["best", "tie", "solving", "advantage", "all", "equal"]),
});
export type Choice = z.infer<typeof choiceSchema>;

/** What a round of selection gave. Accuracies are of the inner loops, 0…1. */
export const selectionSchema = z.object({
  contexts: z.int(),
  /** Contexts whose edits were all rewarded alike: no signal, nothing kept. */
  skipped: z.int(),
  /** Contexts where several edits were best. */
  tied: z.int(),
  sampled: z.int(),
  kept: z.int(),
  accuracy: z.number(),
  /** Null where nothing was kept. */
  keptAccuracy: z.nullable(z.number()),
  habits: habitsSchema,
});
export type Selection = z.infer<typeof selectionSchema>;

const SETUP = {
  task: z.string(),
  settings: roundsSettingsSchema,
  /** Of the inner loops. */
  taskSettings: jsonSchema,
  contexts: listOf(jsonSchema),
  heldOut: listOf(jsonSchema),
};
export const roundsSetupSchema = z.object(SETUP);
export type RoundsSetup = z.infer<typeof roundsSetupSchema>;

/** What the rounds of the outer loop say. */
export const roundsBodySchema = z.discriminatedUnion("type", [
  z.object({
    ...STARTED,
    ...SETUP,
  }),
  /** Round 0 measures the untrained writer on the held-out contexts; the others begin with selection. */
  z.object({ type: z.literal("roundStarted"), round: z.int() }),
  editToldSchema,
  z.object({ type: z.literal("contextKept"), round: z.int(), context: z.int(), choice: choiceSchema }),
  z.object({
    type: z.literal("writerStep"),
    round: z.int(),
    step: z.int(),
    steps: z.int(),
    loss: z.number(),
    learningRate: z.number(),
    gradNorm: z.number(),
  }),
  /** The next inner loops run on the merged writer. Absent in a round that kept nothing. */
  z.object({
    type: z.literal("writerMerged"),
    round: z.int(),
    examples: z.int(),
    steps: z.int(),
    tokens: z.int(),
    finalLoss: z.number(),
    seconds: z.number(),
  }),
  /** The tally's interval resamples contexts (95 %). */
  z.object({
    type: z.literal("heldOutScored"),
    round: z.int(),
    tally: tallySchema,
    habits: habitsSchema,
  }),
  /** `selection` is null in round 0. */
  z.object({ type: z.literal("roundFinished"), round: z.int(), selection: z.nullable(selectionSchema) }),
  ...LIFECYCLE,
]);
export type RoundsBody = z.infer<typeof roundsBodySchema>;
export type RoundsEvent = RunEvent<RoundsBody>;

/** What a round attaches: its update of the writer. One that cannot be read is trained again. */
export const writerAttachmentSchema = z.object({ round: z.int(), update: writerUpdateSchema });
