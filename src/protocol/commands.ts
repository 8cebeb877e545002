import { z } from "zod";
import { conditionSchema, jsonSchema, pieceSchema } from "./run.ts";

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
    files: z.array(z.instanceof(File)).optional(),
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
    conditions: z.array(conditionSchema).optional(),
  }),
  z.object({
    type: z.literal("continueRun"),
    runId: z.string(),
    /** The edit's pieces as the user left them; absent = unchanged. */
    pieces: z.array(pieceSchema).optional(),
  }),
  z.object({ type: z.literal("cancelRun"), runId: z.string() }),
]);
export type Command = z.infer<typeof commandSchema>;
