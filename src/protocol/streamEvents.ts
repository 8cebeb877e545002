import { failureSchema, jsonSchema, modelInfoSchema, pieceSchema, tallySchema } from "./run.ts";
import { keptStreamSettingsSchema } from "./streamSettings.ts";
import { z } from "./zod.ts";

/** Raised whenever an old log of a stream could no longer be replayed. */
export const STREAM_VERSION = 1;

/** One measurement of the gate: the edit at this scale, merged on trial. */
export const gateTrySchema = z.object({
  /** What ΔW was multiplied by. */
  scale: z.number(),
  /** KL(base ‖ current) in nats a token of the probe texts. */
  kl: z.number(),
  /** Perplexity of the probe texts, after ÷ before. */
  perplexityRatio: z.number(),
  canariesLost: z.int(),
  /** Loss on earlier edits' training data, after less before this edit, in bits a token; 0 for the first edit. */
  bitsRise: z.number(),
  /** Why it was not merged so; empty where it was. */
  reasons: z.array(z.string()),
});
export type GateTry = z.infer<typeof gateTrySchema>;

/** Events of one stream of edits; in order they are the run. Steps and passages count from 0. */
export const streamEventBodySchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("streamStarted"),
    task: z.string(),
    model: modelInfoSchema,
    settings: keptStreamSettingsSchema,
    taskSettings: jsonSchema,
    contexts: z.array(jsonSchema),
    startedAt: z.iso.datetime(),
  }),
  /** What the untouched model knows of a passage, closed book. */
  z.object({ type: z.literal("untouchedAsked"), passage: z.int(), correct: z.int(), total: z.int() }),
  /** Step k learns passage k. */
  z.object({ type: z.literal("stepStarted"), step: z.int() }),
  z.object({
    type: z.literal("editChosen"),
    step: z.int(),
    samples: z.array(z.object({ prompt: z.int(), text: z.string(), cutOff: z.boolean() })),
    pieces: z.array(pieceSchema),
    /** Edits that were written to choose from. */
    tried: z.int(),
    seconds: z.number(),
  }),
  z.object({
    type: z.literal("editTrained"),
    step: z.int(),
    /** Different ones. */
    examples: z.int(),
    /** Of the examples, how many come from earlier edits. */
    replayed: z.int(),
    steps: z.int(),
    /** Null where training diverged; nothing is merged then. */
    finalLoss: z.nullable(z.number()),
    seconds: z.number(),
  }),
  z.object({
    type: z.literal("editApplied"),
    step: z.int(),
    outcome: z.enum(["merged", "clipped", "rejected", "kept-apart"]),
    /** What ΔW was merged with; 0 where it was not. */
    scale: z.number(),
    /** Of the gate, in the order in which they were made. */
    tries: z.array(gateTrySchema),
  }),
  /** A cell of the matrix: passage asked again after the step, closed book. */
  z.object({
    type: z.literal("passageAsked"),
    step: z.int(),
    passage: z.int(),
    correct: z.int(),
    total: z.int(),
    /** Of the questions, how many the router sent to this passage's own adapter; null without a router. */
    routed: z.nullable(z.int()),
  }),
  /** The lines under the matrix, over the passages learned so far; intervals resample passages (95 %). */
  z.object({
    type: z.literal("stepScored"),
    step: z.int(),
    /** Each passage right after its own step: the diagonal so far. */
    justLearned: tallySchema,
    /** Each passage as it is answered now: this step's row. */
    allLearned: tallySchema,
    /** The same passages asked of the untouched model. */
    untouched: tallySchema,
  }),
  z.object({ type: z.literal("streamPaused") }),
  z.object({ type: z.literal("streamContinued") }),
  /** After an interruption: what was merged is trained again from the kept edits before the stream goes on. */
  z.object({ type: z.literal("streamResumed") }),
  z.object({ type: z.literal("streamFinished") }),
  z.object({ type: z.literal("streamCancelled") }),
  z.object({ type: z.literal("streamFailed"), failure: failureSchema }),
]);
export type StreamEventBody = z.infer<typeof streamEventBodySchema>;

export const streamEventSchema = z.object({
  version: z.literal(STREAM_VERSION),
  runId: z.string(),
  /** 0, 1, 2 … without gaps, also across an interruption. */
  sequence: z.int(),
  /** Milliseconds since the run began, interruptions left out. */
  atMs: z.number(),
  body: streamEventBodySchema,
});
export type StreamEvent = z.infer<typeof streamEventSchema>;
