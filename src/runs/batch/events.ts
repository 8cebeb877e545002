import { listOf } from "../../protocol/bounded.ts";
import {
  conditionResultSchema,
  conditionSchema,
  failureSchema,
  jsonSchema,
  outcomeSchema,
  pieceSchema,
} from "../../protocol/run.ts";
import { z } from "../../protocol/zod.ts";
import { LIFECYCLE, STARTED } from "../runKind.ts";

const itemSchema = z.object({
  context: jsonSchema,
  /** What can be compared on this one. */
  conditions: listOf(conditionSchema),
  /** False where its right answer is not known: it is run and counts nowhere. */
  counted: z.boolean(),
});
export type BatchItem = z.infer<typeof itemSchema>;

const SETUP = {
  task: z.string(),
  /** What the set is called. */
  set: z.string(),
  /** Of one edit; the same for all. */
  settings: jsonSchema,
  items: listOf(itemSchema, 2000).check(z.refine((items) => items.length > 0, "It has no items")),
};
export const batchSetupSchema = z.object(SETUP);
export type BatchSetup = z.infer<typeof batchSetupSchema>;

/** What a batch says. Items count from 0 and are run in their order; of each, its edit and its answers are kept. */
export const batchBodySchema = z.discriminatedUnion("type", [
  z.object({ ...STARTED, ...SETUP }),
  z.object({ type: z.literal("itemStarted"), item: z.int() }),
  z.object({
    type: z.literal("itemFinished"),
    item: z.int(),
    pieces: listOf(pieceSchema),
    outcomes: listOf(outcomeSchema),
    results: listOf(conditionResultSchema),
    seconds: z.number(),
  }),
  /** It counts under no condition, and the next one begins. */
  z.object({ type: z.literal("itemFailed"), item: z.int(), failure: failureSchema, seconds: z.number() }),
  ...LIFECYCLE,
]);
export type BatchBody = z.infer<typeof batchBodySchema>;
