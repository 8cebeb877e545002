import { PROTOCOL_VERSION, type RunEvent, type RunEventBody, runEventSchema } from "../protocol/events.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import { z } from "../protocol/zod.ts";
import { RUN_LOG, reduceRun } from "./reduceRun.ts";
import type { RunState } from "./runState.ts";
import { isOver } from "./runStatus.ts";

/** The events of one run from its start, in order: all there is to know about it. */
export type RunLog = readonly RunEvent[];

const FORMAT = "self-edit-playground/run";

/** An exported log is far smaller; anything larger is another kind of file. */
export const MAX_LOG_BYTES = 50_000_000;

const documentSchema = z.object({
  format: z.literal(FORMAT),
  version: z.number(),
  events: z.array(z.unknown()).check(z.minLength(1)),
});

/** The state after all events of the log. Throws a `PlaygroundError` where the log is not whole. */
export function replay(log: RunLog): RunState {
  let state: RunState | null = null;
  for (const event of log) state = reduceRun(state, event);
  if (state === null)
    throw new PlaygroundError("bad-input", "The log of this run is empty.", "Export it again.");
  return state;
}

/**
 * The state after the first `count` events. Going forward from `from`, a state of the same log, saves applying
 * the earlier events again.
 */
export function replayUntil(
  log: RunLog,
  count: number,
  from: { position: number; state: RunState },
): RunState {
  if (count < from.position) return replay(log.slice(0, count));
  return log.slice(from.position, count).reduce<RunState>(reduceRun, from.state);
}

/** A log without an end gets one, so that a run whose page was closed does not look as if it went on. */
export function closeLog(log: RunLog, body: RunEventBody): RunLog {
  const last = log.at(-1);
  if (!last || isOver(replay(log))) return log;
  return [...log, nextEvent(last, last.atMs, body)];
}

export function nextEvent(last: RunEvent, atMs: number, body: RunEventBody): RunEvent {
  return { version: PROTOCOL_VERSION, runId: last.runId, sequence: last.sequence + 1, atMs, body };
}

/** The file that "Export" writes. */
export function serialiseLog(log: RunLog): string {
  return JSON.stringify({ format: FORMAT, version: PROTOCOL_VERSION, events: log }, null, 1);
}

/** Reads an exported log. Every event is checked, and the whole is replayed once. */
export function parseLog(text: string): RunLog {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw unreadable("it is not JSON", { cause });
  }
  const document = documentSchema.safeParse(json);
  if (!document.success) throw unreadable(firstIssue(document.error));
  RUN_LOG.checkVersion(document.data.version);

  const log = document.data.events.map((event, index): RunEvent => {
    const parsed = runEventSchema.safeParse(event);
    if (!parsed.success) throw unreadable(`event ${index}: ${firstIssue(parsed.error)}`);
    return parsed.data;
  });
  replay(log);
  return log;
}

function unreadable(what: string, options?: ErrorOptions): PlaygroundError {
  const message = `This file is not a run of the playground: ${what}.`;
  return new PlaygroundError("bad-input", message, 'Choose a JSON file made by "Export".', options);
}

function firstIssue(error: z.core.$ZodError): string {
  const issue = error.issues[0];
  if (!issue) return "it has the wrong shape";
  const path = issue.path.map(String).join(".");
  return path ? `${path}: ${issue.message}` : issue.message;
}
