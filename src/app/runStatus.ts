export const RUN_STATUSES = ["running", "paused", "finished", "cancelled", "failed"] as const;

/** How it stands with a run of any kind. */
export type RunStatus = (typeof RUN_STATUSES)[number];

/** The run has ended, well or not; one of many edits that did not finish may be resumed all the same. */
export function isOver({ status }: { status: RunStatus }): boolean {
  return status === "finished" || status === "cancelled" || status === "failed";
}
