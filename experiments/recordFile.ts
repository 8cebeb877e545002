import { existsSync } from "node:fs";
import { appendFile, readFile, writeFile } from "node:fs/promises";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";

/** Finished pieces of work, one JSON line each after a line with the set-up, so that they survive an interruption. */
export interface RecordFile<Entry> {
  readonly done: readonly Entry[];
  add(record: Entry): Promise<void>;
}

/** What the lines of a file of records mean to the command that writes it. */
interface RecordForm<Entry> {
  /** Whether what was set up so may be gone on with. */
  isContinued(earlier: unknown): boolean;
  /** Null where it is none. */
  readRecord(value: unknown): Entry | null;
}

/** Opens the file, or begins it. @throws PlaygroundError "bad-input" if the file is of another set-up */
export async function openRecordFile<Setup, Entry>(
  path: string,
  setup: Setup,
  { isContinued, readRecord }: RecordForm<Entry>,
): Promise<RecordFile<Entry>> {
  const done: Entry[] = [];
  if (existsSync(path)) {
    const [head = "", ...lines] = (await readFile(path, "utf8")).split("\n");
    if (!isContinued(parseLine(head))) {
      throw new PlaygroundError(
        "bad-input",
        `${path} holds what was done by a run that was set up otherwise.`,
        "Delete it to start over, or give another --json.",
      );
    }
    for (const line of lines) {
      // A last line that was cut off by the interruption is run again.
      const record = readRecord(parseLine(line));
      if (record !== null) done.push(record);
    }
  }
  // Written again in full, so that a line cut off in the middle does not stay.
  await writeFile(path, [setup, ...done].map((line) => `${JSON.stringify(line)}\n`).join(""));
  return {
    done,
    add: async (record) => {
      done.push(record);
      await appendFile(path, `${JSON.stringify(record)}\n`);
    },
  };
}

/** Null where the line is no JSON: cut off by an interruption. */
export function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
