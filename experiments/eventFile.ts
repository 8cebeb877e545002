import { existsSync } from "node:fs";
import { appendFile, readFile, writeFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import { toJson } from "../src/protocol/toJson.ts";
import { parseLine } from "./jsonLine.ts";

/** The events of a run on disk, one a line, so that the same command goes on after an interruption. */
export interface EventFile<Event> {
  /** What was there when it was opened. */
  readonly earlier: readonly Event[];
  add(event: Event): void;
  /** Something else that must be on the disk before the events that are added after it. */
  addBeside(write: () => Promise<void>): void;
  /** Settles when all is written; rejects if something could not be. */
  written(): Promise<void>;
}

/** Of an event's schema, what is needed here. */
interface EventSchema<Event> {
  safeParse(value: unknown): { success: true; data: Event } | { success: false };
}

/**
 * Opens the log beside a result, or begins it.
 *
 * @param json path of the result
 * @param continues whether the run that begins with this event is the one that was asked for
 * @throws PlaygroundError "bad-input" if it is not
 */
export async function openEventFile<Event extends { sequence: number }>(
  json: string,
  schema: EventSchema<Event>,
  continues: (first: Event) => boolean,
): Promise<EventFile<Event>> {
  const path = `${json}.log.jsonl`;
  const earlier = existsSync(path) ? readEvents(await readFile(path, "utf8"), schema) : [];
  const [first] = earlier;
  if (first !== undefined && !continues(first)) {
    throw new PlaygroundError(
      "bad-input",
      `${path} is the log of a run that was set up otherwise.`,
      "Delete it to start over, or give another --json.",
    );
  }
  // Written again in full, so that a line cut off in the middle does not stay.
  await writeFile(path, earlier.map((event) => `${JSON.stringify(event)}\n`).join(""));
  let work = Promise.resolve();
  const addBeside = (write: () => Promise<void>) => {
    work = work.then(write);
  };
  return {
    earlier,
    add: (event) => addBeside(() => appendFile(path, `${JSON.stringify(event)}\n`)),
    addBeside,
    written: () => work,
  };
}

/** Whether the two say the same, in whatever order of keys. */
export function isSame(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(toJson(a), toJson(b));
}

/** The events up to the first line that is not whole. */
function readEvents<Event extends { sequence: number }>(text: string, schema: EventSchema<Event>): Event[] {
  const events: Event[] = [];
  for (const line of text.split("\n")) {
    const event = schema.safeParse(parseLine(line));
    if (!event.success || event.data.sequence !== events.length) break;
    events.push(event.data);
  }
  return events;
}
