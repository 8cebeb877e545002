import { tallySchema } from "../protocol/run.ts";
import { keptStreamSettingsSchema } from "../protocol/streamSettings.ts";
import { z } from "../protocol/zod.ts";
import { runName } from "./runNames.ts";
import { RUN_STATUSES } from "./runStatus.ts";
import type { StreamState } from "./streamState.ts";

/** The line of one stream in the table of all. */
export const streamSummarySchema = z.object({
  runId: z.string(),
  name: z.string(),
  startedAt: z.string(),
  status: z.enum(RUN_STATUSES),
  model: z.string(),
  settings: keptStreamSettingsSchema,
  /** Passages in all, and those that have been learned. */
  passages: z.int(),
  learned: z.int(),
  elapsedMs: z.number(),
  /** After the last step that is done; null before the first. */
  score: z.nullable(z.object({ justLearned: tallySchema, allLearned: tallySchema, untouched: tallySchema })),
});
export type StreamSummary = z.infer<typeof streamSummarySchema>;

export function summariseStream(state: StreamState): StreamSummary {
  const { runId, startedAt, status, model, settings, contexts, steps, elapsedMs } = state;
  const scores = steps.flatMap(({ score }) => score ?? []);
  return {
    runId,
    name: runName(runId),
    startedAt,
    status,
    model: model.name,
    settings,
    passages: contexts.length,
    learned: scores.length,
    elapsedMs,
    score: scores.at(-1) ?? null,
  };
}
