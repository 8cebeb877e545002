import { STREAM_VERSION, type StreamEventBody } from "../protocol/streamEvents.ts";
import { createEventLog, type EventLog, type EventLogOptions } from "./eventLog.ts";

/** The log of one stream of edits. */
export function createStreamLog(
  options: EventLogOptions<typeof STREAM_VERSION, StreamEventBody>,
): EventLog<StreamEventBody> {
  return createEventLog(options, STREAM_VERSION, ["streamFinished", "streamCancelled", "streamFailed"]);
}
