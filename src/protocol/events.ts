import { measurementSchema, measureStageSchema } from "./measurement.ts";
import { failureSchema, modelInfoSchema } from "./run.ts";
import { kindIdSchema, runEventSchema } from "./runEvent.ts";
import { workSchema } from "./work.ts";
import { z } from "./zod.ts";

/** Raised whenever page and engine could no longer understand each other. */
export const PROTOCOL_VERSION = 3;

const backendReportSchema = z.object({
  webgpu: z.object({ available: z.boolean(), software: z.boolean(), detail: z.string() }),
  wasm: z.object({ available: z.boolean(), threads: z.int(), detail: z.string() }),
  crossOriginIsolated: z.boolean(),
});
export type BackendReport = z.infer<typeof backendReportSchema>;

const modelEntrySchema = z.object({
  id: z.string(),
  name: z.string(),
  parameters: z.number(),
  /** Bytes to download; 0 where it comes with the page. */
  downloadBytes: z.number(),
  /** Rough peak memory while fine-tuning. */
  memoryBytes: z.number(),
  /** Larger than a tab should download at once; shown one click further. */
  isUnquantised: z.optional(z.boolean()),
  licence: z.string(),
  /** On the Hugging Face hub, the repository of the model that these weights are of, where it is known. */
  repository: z.optional(z.string()),
  /** One sentence: what it is good for and what to expect. */
  description: z.string(),
  origin: z.enum(["embedded", "served", "hub", "file"]),
  cachedBytes: z.number(),
});
export type ModelEntry = z.infer<typeof modelEntrySchema>;

/** Events about the engine rather than a run. */
const sessionEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("workerReady"), version: z.literal(PROTOCOL_VERSION) }),
  z.object({ type: z.literal("backendProbed"), report: backendReportSchema }),
  z.object({ type: z.literal("backendStarted"), backend: z.string(), explanation: z.string() }),
  z.object({ type: z.literal("modelsListed"), models: z.array(modelEntrySchema) }),
  z.object({
    type: z.literal("modelProgress"),
    loadId: z.string(),
    stage: z.enum(["downloading", "verifying", "unpacking", "uploading"]),
    loadedBytes: z.number(),
    totalBytes: z.number(),
    bytesPerSecond: z.number(),
    secondsLeft: z.nullable(z.number()),
  }),
  z.object({ type: z.literal("modelLoaded"), loadId: z.string(), model: modelInfoSchema }),
  z.object({
    type: z.literal("modelFailed"),
    loadId: z.string(),
    id: z.string(),
    failure: failureSchema,
    /** Whether no model is loaded now: the one before may have had to make room already. */
    isNoneLeft: z.boolean(),
  }),
  /** Which version of the loaded model its runs start from, by name. Until it is said, and where it is null: the untouched one. */
  z.object({ type: z.literal("versionInForce"), name: z.nullable(z.string()) }),
  z.object({ type: z.literal("measuring"), id: z.string(), stage: measureStageSchema }),
  z.object({ type: z.literal("measured"), id: z.string(), measurement: measurementSchema }),
  z.object({ type: z.literal("measureFailed"), id: z.string(), failure: failureSchema }),
  /** Null where it cannot be run as it is set up, there is no model, or nobody wants to know any more. */
  z.object({ type: z.literal("counted"), id: z.string(), work: z.nullable(workSchema) }),
  z.object({ type: z.literal("engineWarning"), message: z.string() }),
  z.object({ type: z.literal("engineFailed"), failure: failureSchema }),
  /** It is of no use any more, and waits to be replaced. */
  z.object({ type: z.literal("engineDied"), failure: failureSchema }),
]);
export type SessionEvent = z.infer<typeof sessionEventSchema>;

/** What the worker posts. */
export const workerMessageSchema = z.discriminatedUnion("channel", [
  /** Of a run of any kind; whoever reads it checks its body. */
  z.object({ channel: z.literal("run"), kind: kindIdSchema, event: runEventSchema }),
  z.object({ channel: z.literal("session"), event: sessionEventSchema }),
  /**
   * What a run needs beside its log to be resumed without doing it again, e.g. a round's update of the writer; posted
   * before the event that says that it is done.
   */
  z.object({
    channel: z.literal("attachment"),
    kind: kindIdSchema,
    runId: z.string(),
    /** Another one of the same key takes its place. */
    key: z.string(),
    value: z.unknown(),
  }),
  /** A `VersionEvent`: checked where versions are shown. */
  z.object({ channel: z.literal("versions"), answer: z.unknown() }),
]);
export type WorkerMessage = z.infer<typeof workerMessageSchema>;
