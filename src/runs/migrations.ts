import type { AnyRunEvent, KindId } from "../protocol/runEvent.ts";

/**
 * Logs that earlier versions of the playground have written, in browsers, in files and beside results, as logs of today.
 * In version 1 every kind had its own names for how a run begins, waits and ends.
 */
const FIRST_NAMES: Partial<Record<KindId, Readonly<Record<string, string>>>> = {
  edit: {
    runStarted: "started",
    resumed: "continued",
    runFinished: "finished",
    runCancelled: "cancelled",
    runFailed: "failed",
  },
  rounds: {
    outerStarted: "started",
    outerPaused: "paused",
    outerResumed: "resumed",
    outerFinished: "finished",
    outerCancelled: "cancelled",
    outerFailed: "failed",
  },
  stream: {
    streamStarted: "started",
    streamPaused: "paused",
    streamContinued: "continued",
    streamResumed: "resumed",
    streamFinished: "finished",
    streamCancelled: "cancelled",
    streamFailed: "failed",
  },
};

/** The event as the version of today would have written it; one of today, or of a version from elsewhere, is left as it is. */
export function migrateEvent(kind: KindId, event: AnyRunEvent): AnyRunEvent {
  const names = FIRST_NAMES[kind];
  if (names === undefined || event.version !== 1) return event;
  const { body } = event;
  return { ...event, version: 2, body: { ...body, type: names[body.type] ?? body.type } };
}

/** A line of the table as the version of today would have written it: the first were all of passages, and did not say so. */
export function migrateSummary(line: unknown): unknown {
  if (typeof line !== "object" || line === null) return line;
  const source = "recorded" in line && line.recorded === true ? "recorded" : "own";
  return { task: "knowledge", source, ...line };
}
