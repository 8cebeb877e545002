import { OUTER_VERSION, type OuterEventBody } from "../protocol/outerEvents.ts";
import { createEventLog, type EventLog, type EventLogOptions } from "./eventLog.ts";

/** The log of one run of the outer loop. */
export function createOuterLog(
  options: EventLogOptions<typeof OUTER_VERSION, OuterEventBody>,
): EventLog<OuterEventBody> {
  return createEventLog(options, OUTER_VERSION, ["outerFinished", "outerCancelled", "outerFailed"]);
}
