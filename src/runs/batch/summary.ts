import { conditionSchema, tallySchema } from "../../protocol/run.ts";
import { z } from "../../protocol/zod.ts";
import { type RunSummary, SUMMARY } from "../runKind.ts";
import { batchTallies } from "./figures.ts";
import type { BatchRun } from "./state.ts";

/** What the table of batches shows of one. */
export const batchSummarySchema = z.object({
  ...SUMMARY,
  set: z.string(),
  items: z.int(),
  done: z.int(),
  tallies: z.partialRecord(conditionSchema, tallySchema),
});
export type BatchSummary = z.infer<typeof batchSummarySchema>;

export function summariseBatch(line: RunSummary, batch: BatchRun): BatchSummary {
  const { set, items, results } = batch;
  return { ...line, set, items: items.length, done: results.length, tallies: batchTallies(batch) };
}
