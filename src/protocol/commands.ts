import { pieceSchema } from "./run.ts";
import { kindIdSchema, runEventSchema } from "./runEvent.ts";
import { z } from "./zod.ts";

export const backendPreferenceSchema = z.enum(["auto", "webgpu", "wasm"]);
export type BackendPreference = z.infer<typeof backendPreferenceSchema>;

/** Which run. */
const run = { kind: kindIdSchema, runId: z.string().check(z.minLength(1)) };

/** What the page may ask of the worker. */
export const commandSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("probe") }),
  z.object({ type: z.literal("listModels") }),
  z.object({
    type: z.literal("loadModel"),
    /** Of this load, as the same model may be asked for again: comes back in all that is said of it. */
    loadId: z.string(),
    id: z.string(),
    /** The user's own files, where `id` is not in the registry. */
    files: z.optional(z.array(z.instanceof(File))),
    backend: backendPreferenceSchema,
  }),
  z.object({ type: z.literal("cancelLoad"), loadId: z.string() }),
  z.object({ type: z.literal("deleteModel"), id: z.string() }),
  z.object({
    type: z.literal("start"),
    ...run,
    /** As the kind's `setupSchema` says; checked by the engine. */
    setup: z.unknown(),
  }),
  /** Goes on with a run that was interrupted, cancelled or has failed. */
  z.object({
    type: z.literal("resume"),
    ...run,
    /** Its whole log. */
    events: z.array(runEventSchema).check(z.minLength(1)),
    /** What it has attached, as it was posted; what is missing is made again. */
    attachments: z.array(z.unknown()),
  }),
  /** Takes effect at the end of the piece of work under way. */
  z.object({ type: z.literal("pause"), ...run }),
  z.object({
    type: z.literal("continue"),
    ...run,
    /** What a person changed meanwhile: of a self-edit, its pieces. Absent: nothing. */
    pieces: z.optional(z.array(pieceSchema)),
  }),
  z.object({ type: z.literal("cancel"), ...run }),
  /** How fast the loaded model is here. `id` comes back in the answers. */
  z.object({ type: z.literal("measure"), id: z.string() }),
  z.object({ type: z.literal("cancelMeasure"), id: z.string() }),
  /** What a run would have the loaded model do. `setup` is as for "start"; `id` comes back in the answer. */
  z.object({ type: z.literal("count"), id: z.string(), kind: kindIdSchema, setup: z.unknown() }),
  z.object({ type: z.literal("cancelCount"), id: z.string() }),
  /** A `VersionRequest`: checked where versions are dealt with, which the first page need not know. */
  z.object({ type: z.literal("versions"), request: z.unknown() }),
]);
export type Command = z.infer<typeof commandSchema>;
