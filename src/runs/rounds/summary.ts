import { roundsSettingsSchema } from "../../protocol/roundsSettings.ts";
import { tallySchema } from "../../protocol/run.ts";
import { z } from "../../protocol/zod.ts";
import { type RunSummary, SUMMARY } from "../runKind.ts";
import type { RoundsRun } from "./state.ts";

/** What the table of rounds shows of one run. */
export const roundsSummarySchema = z.object({
  ...SUMMARY,
  settings: roundsSettingsSchema,
  /** Everything but reward and keep rule: runs of equal set-up differ by these alone. */
  setup: z.string(),
  /** Held-out accuracy by round, from round 0 on. */
  rounds: z.array(tallySchema),
});
export type RoundsSummary = z.infer<typeof roundsSummarySchema>;

export function summariseRounds(line: RunSummary, run: RoundsRun): RoundsSummary {
  const { model, settings, contexts, heldOut, taskSettings } = run;
  const { reward: _reward, keep: _keep, ...alike } = settings;
  return {
    ...line,
    settings,
    setup: JSON.stringify([model.hash, contexts.length, heldOut.length, alike, taskSettings]),
    rounds: run.rounds.flatMap(({ score }) => (score ? [score.tally] : [])),
  };
}
