import { roundsSettingsSchema } from "./roundsSettings.ts";
import { conditionSchema, jsonSchema, pieceSchema } from "./run.ts";
import { runEventSchema } from "./runEvent.ts";
import { writerUpdateSchema } from "./writerUpdate.ts";
import { z } from "./zod.ts";

export const backendPreferenceSchema = z.enum(["auto", "webgpu", "wasm"]);
export type BackendPreference = z.infer<typeof backendPreferenceSchema>;

/** What the page may ask of the worker. */
export const commandSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("probe") }),
  z.object({ type: z.literal("listModels") }),
  z.object({
    type: z.literal("loadModel"),
    id: z.string(),
    /** The user's own files, where `id` is not in the registry. */
    files: z.optional(z.array(z.instanceof(File))),
    backend: backendPreferenceSchema,
  }),
  z.object({ type: z.literal("cancelLoad") }),
  z.object({ type: z.literal("deleteModel"), id: z.string() }),
  z.object({
    type: z.literal("startRun"),
    runId: z.string(),
    task: z.string(),
    context: jsonSchema,
    settings: jsonSchema,
    /** Pause after each station until `continueRun`. */
    stepByStep: z.boolean(),
    /** Absent: all of the task's own. ["untouched"] only asks, as the page does before anything was pressed. */
    conditions: z.optional(z.array(conditionSchema)),
    /** Another context of the task, whose self-edit "other-edit" trains on. */
    otherContext: z.optional(jsonSchema),
  }),
  z.object({
    type: z.literal("continueRun"),
    runId: z.string(),
    /** The edit's pieces as the user left them; absent = unchanged. */
    pieces: z.optional(z.array(pieceSchema)),
  }),
  z.object({ type: z.literal("cancelRun"), runId: z.string() }),
  z.object({
    type: z.literal("startOuter"),
    runId: z.string(),
    task: z.string(),
    contexts: z.array(jsonSchema),
    heldOut: z.array(jsonSchema),
    taskSettings: jsonSchema,
    settings: roundsSettingsSchema,
  }),
  /** Goes on with an interrupted run of the outer loop after its last finished edit. */
  z.object({
    type: z.literal("resumeOuter"),
    /** Its whole log. */
    events: z.array(runEventSchema).check(z.minLength(1)),
    /** The writer's updates as they were posted; one that is missing is trained again. */
    writers: z.array(z.object({ round: z.int(), update: writerUpdateSchema })),
  }),
  /** Takes effect at the end of the edit under way. */
  z.object({ type: z.literal("pauseOuter"), runId: z.string() }),
  z.object({ type: z.literal("continueOuter"), runId: z.string() }),
  z.object({ type: z.literal("cancelOuter"), runId: z.string() }),
  /** A `VersionRequest`: checked where versions are dealt with, which the first page need not know. */
  z.object({ type: z.literal("versions"), request: z.unknown() }),
  z.object({
    type: z.literal("startStream"),
    runId: z.string(),
    task: z.string(),
    contexts: z.array(jsonSchema),
    taskSettings: jsonSchema,
    /** As `streamSettingsSchema`, which the worker checks. */
    settings: jsonSchema,
  }),
  /** Goes on with an interrupted stream of edits: its whole log. */
  z.object({ type: z.literal("resumeStream"), events: z.array(runEventSchema).check(z.minLength(1)) }),
  /** Takes effect at the end of the piece of work under way. */
  z.object({ type: z.literal("pauseStream"), runId: z.string() }),
  z.object({ type: z.literal("continueStream"), runId: z.string() }),
  z.object({ type: z.literal("cancelStream"), runId: z.string() }),
]);
export type Command = z.infer<typeof commandSchema>;
