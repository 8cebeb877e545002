import { newestFirst } from "../../runs/archive.ts";
import type { RunSummary } from "../../runs/runKind.ts";

/** The lines of the table with this one, in the place of an earlier one of the same run. */
export function withSummary<Summary extends RunSummary>(
  list: readonly Summary[],
  summary: Summary,
): Summary[] {
  return [summary, ...list.filter(({ runId }) => runId !== summary.runId)].sort(newestFirst);
}
