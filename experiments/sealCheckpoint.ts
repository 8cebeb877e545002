import { existsSync } from "node:fs";
import { appendFile, readFile, writeFile } from "node:fs/promises";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import { type PassageRecord, passageRecordSchema, type Setup, setupSchema } from "./sealResult.ts";

/**
 * Finished passages, one JSON line each after a line with the set-up, so that hours of work survive an interruption.
 */
export interface SealCheckpoint {
  readonly done: readonly PassageRecord[];
  add(record: PassageRecord): Promise<void>;
}

/** @throws PlaygroundError "bad-input" if the file is of another set-up */
export async function openCheckpoint(path: string, setup: Setup): Promise<SealCheckpoint> {
  const done: PassageRecord[] = [];
  if (existsSync(path)) {
    const [head = "", ...lines] = (await readFile(path, "utf8")).split("\n");
    const earlier = setupSchema.safeParse(parse(head));
    if (!earlier.success || fingerprint(earlier.data) !== fingerprint(setup)) {
      throw new PlaygroundError(
        "bad-input",
        `${path} holds passages of a run that was set up otherwise.`,
        "Delete it to start over, or give another --json.",
      );
    }
    for (const line of lines) {
      // A last line that was cut off by the interruption is run again.
      const record = passageRecordSchema.safeParse(parse(line));
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

/** More passages of the same file continue a run, and so do other numbers of threads. */
function fingerprint({ passages, backend, ...rest }: Setup): string {
  return JSON.stringify({ ...rest, backend: backend.name, passages: passages.sha256 });
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
