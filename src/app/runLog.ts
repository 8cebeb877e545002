import { PlaygroundError } from "../protocol/playgroundError.ts";
import { z } from "../protocol/zod.ts";
import type { EditBody, EditEvent } from "../runs/edit/events.ts";
import { editKind } from "../runs/edit/kind.ts";
import { firstIssue, readLog } from "../runs/readLog.ts";
import { replay } from "../runs/reduceRun.ts";
import { isOver } from "../runs/runKind.ts";

/** The events of one run from its start, in order: all there is to know about it. */
export type RunLog = readonly EditEvent[];

const FORMAT = "self-edit-playground/run";

/** An exported log is far smaller; anything larger is another kind of file. */
export const MAX_LOG_BYTES = 50_000_000;

const documentSchema = z.object({
  format: z.literal(FORMAT),
  version: z.number(),
  events: z.array(z.unknown()).check(z.minLength(1)),
});

/** A log without an end gets one, so that a run whose page was closed does not look as if it went on. */
export function closeLog(log: RunLog, body: EditBody): RunLog {
  const last = log.at(-1);
  if (!last || isOver(replay(editKind, log))) return log;
  return [...log, nextEvent(last, last.atMs, body)];
}

export function nextEvent(last: EditEvent, atMs: number, body: EditBody): EditEvent {
  return { version: editKind.version, runId: last.runId, sequence: last.sequence + 1, atMs, body };
}

/** The file that "Export" writes. */
export function serialiseLog(log: RunLog): string {
  return JSON.stringify({ format: FORMAT, version: editKind.version, events: log }, null, 1);
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
  const log = readLog(editKind, document.data.events);
  replay(editKind, log);
  return log;
}

function unreadable(what: string, options?: ErrorOptions): PlaygroundError {
  const message = `This file is not a run of the playground: ${what}.`;
  return new PlaygroundError("bad-input", message, 'Choose a JSON file made by "Export".', options);
}
