import { tallySchema } from "../../protocol/run.ts";
import { keptStreamSettingsSchema } from "../../protocol/streamSettings.ts";
import { z } from "../../protocol/zod.ts";
import { type RunSummary, SUMMARY } from "../runKind.ts";
import type { StreamRun } from "./state.ts";

/** What the table of streams shows of one. */
export const streamSummarySchema = z.object({
  ...SUMMARY,
  settings: keptStreamSettingsSchema,
  /** Passages in all, and those that have been learned. */
  passages: z.int(),
  learned: z.int(),
  /** After the last step that is done; null before the first. */
  score: z.nullable(z.object({ justLearned: tallySchema, allLearned: tallySchema, untouched: tallySchema })),
});
export type StreamSummary = z.infer<typeof streamSummarySchema>;

export function summariseStream(line: RunSummary, { settings, contexts, steps }: StreamRun): StreamSummary {
  const scores = steps.flatMap(({ score }) => score ?? []);
  return {
    ...line,
    settings,
    passages: contexts.length,
    learned: scores.length,
    score: scores.at(-1) ?? null,
  };
}
