import { failureSchema, jsonSchema } from "../../src/protocol/run.ts";
import { writerUpdateSchema } from "../../src/protocol/writerUpdate.ts";
import { z } from "../../src/protocol/zod.ts";
import { editToldSchema } from "../../src/runs/rounds/events.ts";
import { editsToJudgeSchema } from "../../src/seal/judgeEdits.ts";

/** What the engine asks of a copy of itself, one thing at a time. */
export const laneCommandSchema = z.discriminatedUnion("type", [
  /** The first: loads the model and opens all contexts. */
  z.object({
    type: z.literal("open"),
    model: z.object({
      id: z.string(),
      /** The user's own files, where `id` is not in the registry. */
      files: z.optional(z.array(z.instanceof(File))),
      /** Of its weights: a copy of another model would judge otherwise. */
      hash: z.string(),
    }),
    task: z.string(),
    taskSettings: jsonSchema,
    contexts: z.array(jsonSchema),
    heldOut: z.array(jsonSchema),
  }),
  z.object({ type: z.literal("judge"), edits: editsToJudgeSchema }),
  z.object({ type: z.literal("merge"), update: writerUpdateSchema }),
]);
export type LaneCommand = z.infer<typeof laneCommandSchema>;
export type LaneOpening = Omit<Extract<LaneCommand, { type: "open" }>, "type">;
export type LaneModel = LaneOpening["model"];

/** To each command any number of “told”, then one of the others. */
export const laneAnswerSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("told"), body: editToldSchema }),
  z.object({ type: z.literal("done") }),
  z.object({ type: z.literal("failed"), failure: failureSchema }),
]);
export type LaneAnswer = z.infer<typeof laneAnswerSchema>;
