import { CONDITIONS, type Condition, jsonSchema, type Tally, tallySchema } from "../protocol/run.ts";
import { z } from "../protocol/zod.ts";
import { runName } from "./runNames.ts";
import type { RunState } from "./runState.ts";
import { RUN_STATUSES } from "./runStatus.ts";

/** What the table of runs shows of one run; kept beside the log so that the list needs no replay. */
export const runSummarySchema = z.object({
  runId: z.string(),
  name: z.string(),
  startedAt: z.string(),
  /** "recorded": it was made elsewhere and imported. */
  source: z.enum(["own", "recorded"]),
  status: z.enum(RUN_STATUSES),
  model: z.string(),
  parameters: z.number(),
  backend: z.string(),
  context: jsonSchema,
  settings: jsonSchema,
  stepByStep: z.boolean(),
  elapsedMs: z.number(),
  results: z.partialRecord(z.enum(CONDITIONS), tallySchema),
});
export type RunSummary = z.infer<typeof runSummarySchema>;
export type RunSource = RunSummary["source"];

export function summariseRun(state: RunState, source: RunSource): RunSummary {
  const results: Partial<Record<Condition, Tally>> = {};
  for (const condition of CONDITIONS) {
    const result = state.answers[condition]?.result;
    if (!result) continue;
    const { correct, total, interval } = result;
    results[condition] = { correct, total, interval };
  }
  return {
    runId: state.runId,
    name: runName(state.runId),
    startedAt: state.startedAt,
    source,
    status: state.status,
    model: state.model.name,
    parameters: state.model.parameters,
    backend: state.model.backend,
    context: state.context,
    settings: state.settings,
    stepByStep: state.stepByStep,
    elapsedMs: state.elapsedMs,
    results,
  };
}
