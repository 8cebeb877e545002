import { PlaygroundError } from "../protocol/playgroundError.ts";
import { KIND_IDS, type KindId, type RunEvent } from "../protocol/runEvent.ts";
import { z } from "../protocol/zod.ts";
import { firstIssue, readLog } from "./readLog.ts";
import { replay } from "./reduceRun.ts";
import type { AnyBody, RunKind, RunState, RunSummary } from "./runKind.ts";

/** An exported log is far smaller; anything larger is another kind of file. */
export const MAX_LOG_BYTES = 50_000_000;

/** The first kind had the name of all. */
const formatOf = (kind: KindId) => `self-edit-playground/${kind === "edit" ? "run" : kind}`;

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
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw unreadable("it is not JSON", { cause });
  }
  const file = fileSchema.safeParse(json);
  if (!file.success) throw unreadable(firstIssue(file.error));
  const { format, events } = file.data;
  const kind = KIND_IDS.find((id) => formatOf(id) === format);
  if (kind === undefined) throw unreadable(`its format is “${format.slice(0, 60)}”`);
  return { kind, events };
}

/** Every event is checked, and the whole is replayed once. @throws PlaygroundError "bad-input" */
export function openRunFile<Body extends AnyBody, State extends RunState, Summary extends RunSummary>(
  kind: RunKind<Body, State, Summary>,
  { events }: RunFile,
): { log: RunEvent<Body>[]; state: State } {
  const log = readLog(kind, events);
  return { log, state: replay(kind, log) };
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

function unreadable(what: string, options?: ErrorOptions): PlaygroundError {
  const message = `This file is not a run of the playground: ${what}.`;
  return new PlaygroundError("bad-input", message, "Choose a JSON file made by “Export”.", options);
}
