import { existsSync } from "node:fs";
import { appendFile, readFile, writeFile } from "node:fs/promises";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import { type StreamEvent, type StreamEventBody, streamEventSchema } from "../src/protocol/streamEvents.ts";

type Plan = Omit<Extract<StreamEventBody, { type: "streamStarted" }>, "type" | "startedAt">;

/** The log of a stream on disk, one event a line. */
export interface ForgetLog {
  /** What was there when it was opened. */
  readonly earlier: readonly StreamEvent[];
  add(event: StreamEvent): void;
  /** Settles when all is written; rejects if something could not be. */
  written(): Promise<void>;
}

/**
 * @param plan what the run is to be; only a log of the same is continued
 * @throws PlaygroundError "bad-input" if the file is of another plan
 */
export async function openForgetLog(json: string, plan: Plan): Promise<ForgetLog> {
  const path = `${json}.log.jsonl`;
  const earlier = existsSync(path) ? readEvents(await readFile(path, "utf8")) : [];
  const first = earlier[0]?.body;
  if (first !== undefined && (first.type !== "streamStarted" || fingerprint(first) !== fingerprint(plan))) {
    throw new PlaygroundError(
      "bad-input",
      `${path} is the log of a run that was set up otherwise.`,
      "Delete it to start over, or give another --json.",
    );
  }
  // Written again in full, so that a line cut off in the middle does not stay.
  await writeFile(path, earlier.map((event) => `${JSON.stringify(event)}\n`).join(""));
  let work = Promise.resolve();
  return {
    earlier,
    add(event) {
      work = work.then(() => appendFile(path, `${JSON.stringify(event)}\n`));
    },
    written: () => work,
  };
}

/** Threads and backend may differ; what was asked, of which model, may not. */
function fingerprint({ task, model, settings, taskSettings, contexts }: Plan): string {
  return JSON.stringify({ task, hash: model.hash, settings, taskSettings, contexts });
}

/** The events up to the first line that is not whole. */
function readEvents(text: string): StreamEvent[] {
  const events: StreamEvent[] = [];
  for (const line of text.split("\n")) {
    const event = streamEventSchema.safeParse(parse(line));
    if (!event.success || event.data.sequence !== events.length) break;
    events.push(event.data);
  }
  return events;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
