import { existsSync } from "node:fs";
import { appendFile, readFile, writeFile } from "node:fs/promises";
import { z } from "zod";
import {
  type OuterEvent,
  type OuterEventBody,
  outerEventSchema,
  type WriterUpdate,
  writerUpdateSchema,
} from "../src/protocol/outerEvents.ts";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";

type Started = Extract<OuterEventBody, { type: "outerStarted" }>;

/** The log of an outer loop on disk: one event a line, and the writer's updates in files beside it. */
export interface RlLog {
  /** What was there when it was opened. */
  readonly earlier: readonly OuterEvent[];
  readonly writers: ReadonlyMap<number, WriterUpdate>;
  addEvent(event: OuterEvent): void;
  addWriter(round: number, update: WriterUpdate): void;
  /** Settles when all is written; rejects if something could not be. */
  written(): Promise<void>;
}

/**
 * @param plan what the run is to be; only a log of the same is continued
 * @throws PlaygroundError "bad-input" if the file is of another plan
 */
export async function openRlLog(json: string, plan: Omit<Started, "type" | "startedAt">): Promise<RlLog> {
  const path = `${json}.log.jsonl`;
  const earlier = existsSync(path) ? readEvents(await readFile(path, "utf8")) : [];
  const first = earlier[0]?.body;
  if (first !== undefined && (first.type !== "outerStarted" || fingerprint(first) !== fingerprint(plan))) {
    throw new PlaygroundError(
      "bad-input",
      `${path} is the log of a run that was set up otherwise.`,
      "Delete it to start over, or give another --json.",
    );
  }
  const writers = new Map<number, WriterUpdate>();
  for (const { body } of earlier) {
    if (body.type !== "writerMerged") continue;
    const file = writerPath(json, body.round);
    if (existsSync(file)) writers.set(body.round, readWriter(await readFile(file, "utf8")));
  }
  // Written again in full, so that a line cut off in the middle does not stay.
  await writeFile(path, earlier.map((event) => `${JSON.stringify(event)}\n`).join(""));
  let work = Promise.resolve();
  return {
    earlier,
    writers,
    addEvent(event) {
      work = work.then(() => appendFile(path, `${JSON.stringify(event)}\n`));
    },
    addWriter(round, update) {
      work = work.then(() => writeFile(writerPath(json, round), writeWriter(update)));
    },
    written: () => work,
  };
}

function writerPath(json: string, round: number): string {
  return `${json}.writer-${round}.json`;
}

/** Threads and backend may differ; what was asked, of which model, may not. */
function fingerprint({
  task,
  model,
  settings,
  taskSettings,
  contexts,
  heldOut,
}: Omit<Started, "type" | "startedAt">) {
  return JSON.stringify({ task, hash: model.hash, settings, taskSettings, contexts, heldOut });
}

/** The events up to the first line that is not whole. */
function readEvents(text: string): OuterEvent[] {
  const events: OuterEvent[] = [];
  for (const line of text.split("\n")) {
    const event = outerEventSchema.safeParse(parse(line));
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

/** As `WriterUpdate`, the values as base64 of little-endian float32. */
const writerFileSchema = writerUpdateSchema.extend({
  tensors: z.record(z.string(), z.object({ shape: z.tuple([z.int(), z.int()]), value: z.base64() })),
});

function writeWriter({ settings, tensors }: WriterUpdate): string {
  const encoded = Object.entries(tensors).map(([name, { shape, value }]) => {
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    return [name, { shape, value: bytes.toString("base64") }];
  });
  return `${JSON.stringify({ settings, tensors: Object.fromEntries(encoded) })}\n`;
}

function readWriter(text: string): WriterUpdate {
  const { settings, tensors } = writerFileSchema.parse(JSON.parse(text));
  const decoded = Object.entries(tensors).map(([name, { shape, value }]) => {
    const bytes = Uint8Array.from(Buffer.from(value, "base64"));
    return [name, { shape, value: new Float32Array(bytes.buffer) }] as const;
  });
  return { settings, tensors: Object.fromEntries(decoded) };
}
