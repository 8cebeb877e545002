import { listOf } from "../../protocol/bounded.ts";
import {
  conditionResultSchema,
  conditionSchema,
  jsonSchema,
  outcomeSchema,
  pieceSchema,
  stationSchema,
} from "../../protocol/run.ts";
import type { RunEvent } from "../../protocol/runEvent.ts";
import { z } from "../../protocol/zod.ts";
import { LIFECYCLE, STARTED } from "../runKind.ts";

/** Where a run compares several self-edits: which of the later ones (1, 2 …) this is about; absent: the first (0). */
const laterEditSchema = z.optional(z.int().check(z.positive()));

const SETUP = {
  task: z.string(),
  context: jsonSchema,
  settings: jsonSchema,
  /** A pause after each station. */
  stepByStep: z.boolean(),
  /** Absent: all of the task's own. ["untouched"] only asks, as the page does before anything was pressed. */
  conditions: z.optional(listOf(conditionSchema)),
  /** Another context of the task, whose self-edit "other-edit" trains on. */
  otherContext: z.optional(jsonSchema),
};
export const editSetupSchema = z.object(SETUP);
export type EditSetup = z.infer<typeof editSetupSchema>;

/** What one inner loop says. */
export const editBodySchema = z.discriminatedUnion("type", [
  z.object({
    ...STARTED,
    ...SETUP,
  }),
  z.object({ type: z.literal("stationEntered"), station: stationSchema }),
  z.object({
    type: z.literal("answering"),
    condition: conditionSchema,
    edit: laterEditSchema,
    total: z.int(),
  }),
  /** Part of an answer as it is decoded. */
  z.object({
    type: z.literal("answerText"),
    condition: conditionSchema,
    edit: laterEditSchema,
    item: z.int(),
    text: z.string(),
  }),
  z.object({ type: z.literal("outcome"), outcome: outcomeSchema, edit: laterEditSchema }),
  z.object({ type: z.literal("conditionScored"), result: conditionResultSchema, edit: laterEditSchema }),
  z.object({ type: z.literal("editStarted"), edit: z.int(), prompt: z.string() }),
  z.object({ type: z.literal("editText"), edit: z.int(), text: z.string() }),
  z.object({
    type: z.literal("editParsed"),
    edit: z.int(),
    pieces: listOf(pieceSchema),
    /** "model" as parsed, "user" once the user changed it. */
    author: z.enum(["model", "user"]),
  }),
  /** Several edits were tried on the context alone, and the best of them was chosen for the condition "best-of-5". */
  z.object({
    type: z.literal("editsRehearsed"),
    edits: listOf(
      z.object({
        text: z.string(),
        /** Mean loss in nats a token of what was held back; null where nothing could be, or training diverged. */
        loss: z.nullable(z.number()),
      }),
    ),
    /** Index of the chosen one. */
    best: z.int(),
  }),
  z.object({
    type: z.literal("trainingStarted"),
    condition: conditionSchema,
    edit: laterEditSchema,
    steps: z.int(),
    examples: z.int(),
    adapterParameters: z.int(),
    /** What is trained on, in the task's own form. */
    material: z.optional(jsonSchema),
  }),
  z.object({
    type: z.literal("trainingStep"),
    condition: conditionSchema,
    edit: laterEditSchema,
    step: z.int(),
    steps: z.int(),
    loss: z.number(),
    learningRate: z.number(),
    gradNorm: z.number(),
    tokensPerSecond: z.number(),
    secondsLeft: z.number(),
  }),
  z.object({
    type: z.literal("trainingFinished"),
    condition: conditionSchema,
    edit: laterEditSchema,
    steps: z.int(),
    tokens: z.int(),
    finalLoss: z.number(),
    seconds: z.number(),
  }),
  /** What training by the first self-edit did to some of its examples. */
  z.object({
    type: z.literal("examplesScored"),
    /** Loss in nats a token; `example` is its place among those that were trained on. */
    examples: listOf(z.object({ example: z.int(), before: z.number(), after: z.number() })),
  }),
  /** SEAL's reward: accuracy after the self-edit; gain is against the untouched model. */
  z.object({ type: z.literal("rewarded"), reward: z.number(), gain: z.number() }),
  z.object({ type: z.literal("warning"), message: z.string() }),
  ...LIFECYCLE,
]);
export type EditBody = z.infer<typeof editBodySchema>;
export type EditEvent = RunEvent<EditBody>;
