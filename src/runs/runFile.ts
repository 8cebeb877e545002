import { JsonFault, parseBoundedJson } from "../protocol/boundedJson.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import { KIND_IDS, type KindId, type RunEvent } from "../protocol/runEvent.ts";
import { z } from "../protocol/zod.ts";
import { firstIssue, readLogInSlices } from "./readLog.ts";
import { replayInSlices } from "./reduceRun.ts";
import type { AnyBody, RunKind, RunState, RunSummary } from "./runKind.ts";

/** An exported log is far smaller; anything larger is another kind of file. */
export const MAX_LOG_BYTES = 50_000_000;

/** The first kind had the name of all. */
const formatOf = (kind: KindId) => `self-edit-playground/${kind === "edit" ? "run" : kind}`;

/** Several times as many as the longest training with all its answers, word by word, has. */
export const MAX_EVENTS = 200_000;

/** Of all its events together. */
const MAX_LISTS_AND_OBJECTS = 2_000_000;

const fileSchema = z.object({
  format: z.string(),
  events: z.array(z.unknown()).check(z.minLength(1)),
});

/** What a file holds, as far as it is known before its kind is there to read it. */
export interface RunFile {
  kind: KindId;
  events: readonly unknown[];
}

/** The file that "Export" writes. */
export function writeRunFile(
  { id, version }: Pick<RunKind, "id" | "version">,
  events: readonly unknown[],
): string {
  return JSON.stringify({ format: formatOf(id), version, events }, null, 1);
}

/** @throws PlaygroundError "bad-input" that says why the text is no file of a run */
export function readRunFile(text: string): RunFile {
  checkLogSize(text.length);
  const file = fileSchema.safeParse(jsonOf(text));
  if (!file.success) throw unreadable(firstIssue(file.error));
  const { format, events } = file.data;
  if (events.length > MAX_EVENTS) throw tooMany(events.length);
  const kind = KIND_IDS.find((id) => formatOf(id) === format);
  if (kind === undefined) throw unreadable(`its format is “${format.slice(0, 60)}”`);
  return { kind, events };
}

function jsonOf(text: string): unknown {
  try {
    return parseBoundedJson(text, MAX_LISTS_AND_OBJECTS);
  } catch (cause) {
    if (cause instanceof JsonFault) throw unreadable(cause.message, { cause });
    throw cause;
  }
}

/**
 * Every event is checked, and the whole is replayed once, in slices between which the page answers.
 *
 * @throws PlaygroundError "bad-input", "cancelled"
 */
export async function openRunFile<Body extends AnyBody, State extends RunState, Summary extends RunSummary>(
  kind: RunKind<Body, State, Summary>,
  { events }: RunFile,
  signal?: AbortSignal,
): Promise<{ log: RunEvent<Body>[]; state: State }> {
  const log = await readLogInSlices(kind, events, signal);
  return { log, state: await replayInSlices(kind, log, signal) };
}

/** Asked before a file is read, and again of its text. @throws PlaygroundError "bad-input" */
export function checkLogSize(bytes: number): void {
  if (bytes <= MAX_LOG_BYTES) return;
  throw new PlaygroundError(
    "bad-input",
    `This file has ${Math.ceil(bytes / 1e6)} MB; the log of a run has at most ${MAX_LOG_BYTES / 1e6} MB.`,
    "Choose a JSON file made by “Export”.",
  );
}

function tooMany(events: number): PlaygroundError {
  return new PlaygroundError(
    "bad-input",
    `This file holds ${events.toLocaleString("en")} events; a run has at most ${MAX_EVENTS.toLocaleString("en")}.`,
    "Choose a JSON file made by “Export”.",
  );
}

function unreadable(what: string, options?: ErrorOptions): PlaygroundError {
  const message = `This file is not a run of the playground: ${what}.`;
  return new PlaygroundError("bad-input", message, "Choose a JSON file made by “Export”.", options);
}
