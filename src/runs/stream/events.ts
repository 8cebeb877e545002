import { listOf } from "../../protocol/bounded.ts";
import { COUNTED, isPossible, jsonSchema, pieceSchema, tallySchema } from "../../protocol/run.ts";
import type { RunEvent } from "../../protocol/runEvent.ts";
import { keptStreamSettingsSchema } from "../../protocol/streamSettings.ts";
import { z } from "../../protocol/zod.ts";
import { LIFECYCLE, STARTED } from "../runKind.ts";

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
  reasons: listOf(z.string()),
});
export type GateTry = z.infer<typeof gateTrySchema>;

const SETUP = {
  task: z.string(),
  settings: keptStreamSettingsSchema,
  /** Of one edit. */
  taskSettings: jsonSchema,
  contexts: listOf(jsonSchema),
};
export const streamSetupSchema = z.object(SETUP);
export type StreamSetup = z.infer<typeof streamSetupSchema>;

/** What a stream of edits says. Steps and passages count from 0. */
export const streamBodySchema = z.discriminatedUnion("type", [
  z.object({
    ...STARTED,
    ...SETUP,
  }),
  /** What the untouched model knows of a passage, closed book. */
  z.object({ type: z.literal("untouchedAsked"), passage: z.int(), ...COUNTED }).check(isPossible),
  /** Step k learns passage k. */
  z.object({ type: z.literal("stepStarted"), step: z.int() }),
  z.object({
    type: z.literal("editChosen"),
    step: z.int(),
    samples: listOf(z.object({ prompt: z.int(), text: z.string(), cutOff: z.boolean() })),
    pieces: listOf(pieceSchema),
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
    outcome: z.enum(["merged", "clipped", "rejected", "kept-apart", "consolidated"]),
    /** What ΔW was merged with; 0 where it was not. */
    scale: z.number(),
    /** Of the gate, in the order in which they were made. */
    tries: listOf(gateTrySchema),
  }),
  /** A cell of the matrix: passage asked again after the step, closed book. */
  z
    .object({
      type: z.literal("passageAsked"),
      step: z.int(),
      passage: z.int(),
      ...COUNTED,
      /** Of the questions, how many the router sent to this passage's own adapter; null without a router. */
      routed: z.nullable(z.int()),
    })
    .check(isPossible),
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
  ...LIFECYCLE,
]);
export type StreamBody = z.infer<typeof streamBodySchema>;
export type StreamEvent = RunEvent<StreamBody>;
