import { outerSettingsSchema } from "./outerSettings.ts";
import { failureSchema, jsonSchema, modelInfoSchema, pieceSchema, tallySchema } from "./run.ts";
import { z } from "./zod.ts";

/** Raised whenever an old log of the outer loop could no longer be replayed. */
export const OUTER_VERSION = 1;

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
const editPlaceSchema = z.object(editPlace);
export type EditPlace = z.infer<typeof editPlaceSchema>;

/** What the edits of a round are like, over all their lines, dropped ones included. */
export const habitsSchema = z.object({
  edits: z.int(),
  /** Mean lines an edit. */
  lines: z.number(),
  /** Mean characters an edit. */
  characters: z.number(),
  /** Share of lines by kind, where kinds are known (the invented world). */
  kinds: z.record(z.string(), z.number()),
  /** Of the lines that claim something of the passage, the share that is true; null where nobody knows. */
  trueShare: z.nullable(z.number()),
});
export type Habits = z.infer<typeof habitsSchema>;

/**
 * What was kept of a context: the best by reward, the first of several best, those that solved it, all, or, as all were
 * equal, none.
 */
export const choiceSchema = z.object({
  kept: z.array(z.int()),
  why: z.enum(["best", "tie", "solving", "all", "equal"]),
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

/** Events of one run of the outer loop; in order they are the run. */
export const outerEventBodySchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("outerStarted"),
    task: z.string(),
    model: modelInfoSchema,
    settings: outerSettingsSchema,
    taskSettings: jsonSchema,
    contexts: z.array(jsonSchema),
    heldOut: z.array(jsonSchema),
    startedAt: z.iso.datetime(),
  }),
  /** Round 0 measures the untrained writer on the held-out contexts; the others begin with selection. */
  z.object({ type: z.literal("roundStarted"), round: z.int() }),
  z.object({
    type: z.literal("editWritten"),
    ...editPlace,
    samples: z.array(writtenSampleSchema),
    pieces: z.array(pieceSchema),
  }),
  /** The edit's inner loops are done: it is finished, and a closed tab goes on after it. */
  z.object({
    type: z.literal("editRewarded"),
    ...editPlace,
    /** Right answers of all inner runs, and answers. */
    correct: z.int(),
    total: z.int(),
    /** By the chosen reward; of held-out edits the accuracy. */
    reward: z.number(),
    /** Of the inner training, mean over its runs; null where training diverged. */
    loss: z.nullable(z.number()),
    /** Log-probability of a token of the accepted answers; absent in earlier logs, null where it is not known. */
    likelihood: z.optional(z.nullable(z.number())),
    seconds: z.number(),
  }),
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
  z.object({ type: z.literal("outerPaused") }),
  /** After a pause, or after the tab was closed: what was not finished is done again. */
  z.object({ type: z.literal("outerResumed") }),
  z.object({ type: z.literal("outerFinished") }),
  z.object({ type: z.literal("outerCancelled") }),
  z.object({ type: z.literal("outerFailed"), failure: failureSchema }),
]);
export type OuterEventBody = z.infer<typeof outerEventBodySchema>;

export const outerEventSchema = z.object({
  version: z.literal(OUTER_VERSION),
  runId: z.string(),
  /** 0, 1, 2 … without gaps, also across an interruption. */
  sequence: z.int(),
  /** Milliseconds since the run began, interruptions left out. */
  atMs: z.number(),
  body: outerEventBodySchema,
});
export type OuterEvent = z.infer<typeof outerEventSchema>;

/** A round's update of the writer, bit for bit: what was merged, without the optimiser's moments. */
export const writerUpdateSchema = z.object({
  settings: z.object({
    rank: z.int(),
    alpha: z.number(),
    targets: outerSettingsSchema.shape.writer.shape.targets,
    seed: z.int(),
  }),
  /** By name, e.g. "layers.0.q_proj.a". */
  tensors: z.record(
    z.string(),
    z.object({ shape: z.tuple([z.int(), z.int()]), value: z.instanceof(Float32Array) }),
  ),
});
export type WriterUpdate = z.infer<typeof writerUpdateSchema>;
