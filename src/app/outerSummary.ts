import { outerSettingsSchema } from "../protocol/outerSettings.ts";
import { tallySchema } from "../protocol/run.ts";
import { z } from "../protocol/zod.ts";
import type { OuterState } from "./outerState.ts";
import { runName } from "./runNames.ts";
import { RUN_STATUSES } from "./runStatus.ts";

/** The line of one run of the outer loop in the table of all. */
export const outerSummarySchema = z.object({
  runId: z.string(),
  name: z.string(),
  startedAt: z.string(),
  status: z.enum(RUN_STATUSES),
  /** The first runs were all of passages, and did not say so. */
  task: z._default(z.string(), "knowledge"),
  model: z.string(),
  settings: outerSettingsSchema,
  /** Everything but reward and keep rule: runs of equal set-up differ by these alone. */
  setup: z.string(),
  elapsedMs: z.number(),
  /** Held-out accuracy by round, from round 0 on. */
  rounds: z.array(tallySchema),
  /** It was run elsewhere and imported. */
  recorded: z.optional(z.boolean()),
});
export type OuterSummary = z.infer<typeof outerSummarySchema>;

export function summariseOuter(state: OuterState): OuterSummary {
  const { runId, startedAt, status, task, model, settings, elapsedMs, contexts, heldOut, taskSettings } =
    state;
  const { reward: _reward, keep: _keep, ...alike } = settings;
  return {
    runId,
    name: runName(runId),
    startedAt,
    status,
    task,
    model: model.name,
    settings,
    setup: JSON.stringify([model.hash, contexts.length, heldOut.length, alike, taskSettings]),
    elapsedMs,
    rounds: state.rounds.flatMap(({ score }) => (score ? [score.tally] : [])),
  };
}
