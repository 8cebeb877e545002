import { existsSync } from "node:fs";
import { appendFile, readFile, truncate } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import type { RunEvent } from "../src/protocol/runEvent.ts";
import { toJson } from "../src/protocol/toJson.ts";
import { type Readable, tryReadEvent } from "../src/runs/readLog.ts";
import type { AnyBody } from "../src/runs/runKind.ts";
import { parseLine } from "./recordFile.ts";

/** The events of a run on disk, one a line, so that the same command goes on after an interruption. */
export interface EventFile<Event> {
  /** What was there when it was opened. */
  readonly earlier: readonly Event[];
  /** Aborted where something could not be written; its reason says what is kept. */
  readonly failed: AbortSignal;
  add(event: Event): void;
  /** Something else that must be on the disk before the events that are added after it. */
  addBeside(write: () => Promise<void>): void;
  /** Settles when all is written. @throws PlaygroundError the reason of `failed` */
  written(): Promise<void>;
}

/**
 * Opens the log beside a result, or begins it.
 *
 * @param json path of the result
 * @param continues whether the run that begins with this event is the one that was asked for
 * @throws PlaygroundError "bad-input" if it is not
 */
export async function openEventFile<Body extends AnyBody>(
  json: string,
  kind: Readable<Body>,
  continues: (first: RunEvent<Body>) => boolean,
): Promise<EventFile<RunEvent<Body>>> {
  const path = logPath(json);
  const { events: earlier, bytes } = await readEventFile(json, kind);
  const [first] = earlier;
  if (first !== undefined && !continues(first)) {
    throw new PlaygroundError(
      "bad-input",
      `${path} is the log of a run that was set up otherwise.`,
      "Delete it to start over, or give another --json.",
    );
  }
  await appendFile(path, "");
  // A line cut off in the middle goes; nothing is written again, for which a full disk might have no room.
  await truncate(path, bytes);
  const failing = new AbortController();
  let kept = earlier.length;
  let work = Promise.resolve();
  const addBeside = (write: () => Promise<void>) => {
    work = work
      // What comes after a gap could not be read.
      .then(() => (failing.signal.aborted ? undefined : write()))
      .catch((cause: unknown) => failing.abort(unwritten(path, kept, cause)));
  };
  return {
    earlier,
    failed: failing.signal,
    add: (event) =>
      addBeside(async () => {
        await appendFile(path, `${JSON.stringify(event)}\n`);
        kept++;
      }),
    addBeside,
    written: async () => {
      await work;
      failing.signal.throwIfAborted();
    },
  };
}

function unwritten(path: string, kept: number, cause: unknown): PlaygroundError {
  const why = cause instanceof Error ? cause.message : String(cause);
  const isFull = /^(ENOSPC|EDQUOT)/.test(why);
  return new PlaygroundError(
    isFull ? "storage-full" : "internal",
    `${isFull ? "The disk is full" : "The run could not be written to the disk"} (${why}). ${path} keeps the first ${kept} events.`,
    `${isFull ? "Make room" : "Mend that"} and give the same command again: it goes on after them.`,
    { cause },
  );
}

/** Whether the two say the same, in whatever order of keys. */
export function isSame(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(toJson(a), toJson(b));
}

function logPath(json: string): string {
  return `${json}.log.jsonl`;
}

/** The log beside a result, which is left as it is: another command may be writing it. None where there is no file. */
export async function readEventFile<Body extends AnyBody>(
  json: string,
  kind: Readable<Body>,
): Promise<{ events: RunEvent<Body>[]; bytes: number }> {
  const path = logPath(json);
  return existsSync(path) ? readEvents(await readFile(path, "utf8"), kind) : { events: [], bytes: 0 };
}

/** The events up to the first line that is not whole, and their length in the file. */
function readEvents<Body extends AnyBody>(
  text: string,
  kind: Readable<Body>,
): { events: RunEvent<Body>[]; bytes: number } {
  const events: RunEvent<Body>[] = [];
  let bytes = 0;
  // The last part is what follows the last line's end.
  for (const line of text.split("\n").slice(0, -1)) {
    const event = tryReadEvent(kind, parseLine(line));
    if (event?.sequence !== events.length) break;
    events.push(event);
    bytes += Buffer.byteLength(`${line}\n`);
  }
  return { events, bytes };
}
