import { outerEventSchema, writerUpdateSchema } from "./outerEvents.ts";
import {
  conditionResultSchema,
  conditionSchema,
  failureSchema,
  jsonSchema,
  modelInfoSchema,
  outcomeSchema,
  pieceSchema,
  stationSchema,
} from "./run.ts";
import { streamEnvelopeSchema } from "./streamEnvelope.ts";
import { z } from "./zod.ts";

/** Raised whenever an old log could no longer be replayed by the reducer. */
export const PROTOCOL_VERSION = 1;

export type Failure = z.infer<typeof failureSchema>;

/** Where a run compares several self-edits: which of the later ones (1, 2 …) this is about; absent: the first (0). */
const laterEditSchema = z.optional(z.int().check(z.positive()));

/** Events of one run; in order they are the run. Times are milliseconds since the run began. */
export const runEventBodySchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("runStarted"),
    task: z.string(),
    model: modelInfoSchema,
    context: jsonSchema,
    settings: jsonSchema,
    stepByStep: z.boolean(),
    startedAt: z.iso.datetime(),
  }),
  z.object({ type: z.literal("stationEntered"), station: stationSchema }),
  /** The run waits for `continueRun`; at "write" with pieces that may be edited. */
  z.object({ type: z.literal("paused"), station: stationSchema }),
  z.object({ type: z.literal("resumed"), station: stationSchema }),
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
    pieces: z.array(pieceSchema),
    /** "model" as parsed, "user" once the user changed it. */
    author: z.enum(["model", "user"]),
  }),
  /** Several edits were tried on the context alone, and the best of them was chosen for the condition "best-of-5". */
  z.object({
    type: z.literal("editsRehearsed"),
    edits: z.array(
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
  /** SEAL's reward: accuracy after the self-edit; gain is against the untouched model. */
  z.object({ type: z.literal("rewarded"), reward: z.number(), gain: z.number() }),
  z.object({ type: z.literal("warning"), message: z.string() }),
  z.object({ type: z.literal("runFinished") }),
  z.object({ type: z.literal("runCancelled") }),
  z.object({ type: z.literal("runFailed"), failure: failureSchema }),
]);
export type RunEventBody = z.infer<typeof runEventBodySchema>;

export const runEventSchema = z.object({
  version: z.literal(PROTOCOL_VERSION),
  runId: z.string(),
  /** 0, 1, 2 … without gaps. */
  sequence: z.int(),
  atMs: z.number(),
  body: runEventBodySchema,
});
export type RunEvent = z.infer<typeof runEventSchema>;

export const backendReportSchema = z.object({
  webgpu: z.object({ available: z.boolean(), software: z.boolean(), detail: z.string() }),
  wasm: z.object({ available: z.boolean(), threads: z.int(), detail: z.string() }),
  crossOriginIsolated: z.boolean(),
});
export type BackendReport = z.infer<typeof backendReportSchema>;

export const modelEntrySchema = z.object({
  id: z.string(),
  name: z.string(),
  parameters: z.number(),
  /** Bytes to download; 0 where it comes with the page. */
  downloadBytes: z.number(),
  /** Rough peak memory while fine-tuning. */
  memoryBytes: z.number(),
  licence: z.string(),
  /** One sentence: what it is good for and what to expect. */
  description: z.string(),
  origin: z.enum(["embedded", "served", "hub", "file"]),
  cachedBytes: z.number(),
});
export type ModelEntry = z.infer<typeof modelEntrySchema>;

/** Events about the engine rather than a run. */
export const sessionEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("workerReady"), version: z.literal(PROTOCOL_VERSION) }),
  z.object({ type: z.literal("backendProbed"), report: backendReportSchema }),
  z.object({ type: z.literal("backendStarted"), backend: z.string(), explanation: z.string() }),
  z.object({ type: z.literal("modelsListed"), models: z.array(modelEntrySchema) }),
  z.object({
    type: z.literal("modelProgress"),
    id: z.string(),
    stage: z.enum(["downloading", "verifying", "unpacking", "uploading"]),
    loadedBytes: z.number(),
    totalBytes: z.number(),
    bytesPerSecond: z.number(),
    secondsLeft: z.nullable(z.number()),
  }),
  z.object({ type: z.literal("modelLoaded"), model: modelInfoSchema }),
  z.object({ type: z.literal("modelFailed"), id: z.string(), failure: failureSchema }),
  z.object({ type: z.literal("engineWarning"), message: z.string() }),
  z.object({ type: z.literal("engineFailed"), failure: failureSchema }),
]);
export type SessionEvent = z.infer<typeof sessionEventSchema>;

/** What the worker posts. */
export const workerMessageSchema = z.discriminatedUnion("channel", [
  z.object({ channel: z.literal("run"), event: runEventSchema }),
  z.object({ channel: z.literal("session"), event: sessionEventSchema }),
  z.object({ channel: z.literal("outer"), event: outerEventSchema }),
  z.object({ channel: z.literal("stream"), event: streamEnvelopeSchema }),
  /** A round's update of the writer, posted before the event that says it was merged. */
  z.object({
    channel: z.literal("writer"),
    runId: z.string(),
    round: z.int(),
    update: writerUpdateSchema,
  }),
  /** A `VersionEvent`: checked where versions are shown. */
  z.object({ channel: z.literal("versions"), answer: z.unknown() }),
]);
export type WorkerMessage = z.infer<typeof workerMessageSchema>;
