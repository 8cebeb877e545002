import { existsSync } from "node:fs";
import { appendFile, readFile, writeFile } from "node:fs/promises";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import type { z } from "../src/protocol/zod.ts";

/** Finished pieces of work, one JSON line each after a line with the set-up, so that they survive an interruption. */
export interface RecordFile<Entry> {
  readonly done: readonly Entry[];
  add(record: Entry): Promise<void>;
}

/**
 * Opens the file, or begins it.
 *
 * @param fingerprint what of the set-up must be the same for a run to be continued
 * @throws PlaygroundError "bad-input" if the file is of another set-up
 */
export async function openRecordFile<Setup, Entry>(
  path: string,
  setup: Setup,
  schemas: { setup: z.ZodMiniType<Setup>; record: z.ZodMiniType<Entry> },
  fingerprint: (setup: Setup) => string,
): Promise<RecordFile<Entry>> {
  const done: Entry[] = [];
  if (existsSync(path)) {
    const [head = "", ...lines] = (await readFile(path, "utf8")).split("\n");
    const earlier = schemas.setup.safeParse(parseLine(head));
    if (!earlier.success || fingerprint(earlier.data) !== fingerprint(schemas.setup.parse(setup))) {
      throw new PlaygroundError(
        "bad-input",
        `${path} holds what was done by a run that was set up otherwise.`,
        "Delete it to start over, or give another --json.",
      );
    }
    for (const line of lines) {
      // A last line that was cut off by the interruption is run again.
      const record = schemas.record.safeParse(parseLine(line));
      if (record.success) done.push(record.data);
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
