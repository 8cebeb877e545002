import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import { type WriterUpdate, writerUpdateSchema } from "../src/protocol/writerUpdate.ts";
import { z } from "../src/protocol/zod.ts";
import type { RoundsBody, RoundsEvent } from "../src/runs/rounds/events.ts";
import { roundsKind } from "../src/runs/rounds/kind.ts";
import { type EventFile, isSame, openEventFile, readEventFile } from "./eventFile.ts";
import { parseLine } from "./recordFile.ts";

export type Started = Extract<RoundsBody, { type: "started" }>;
type Plan = Omit<Started, "type" | "startedAt">;

/** The log of an outer loop on disk, and the writer's updates in files beside it. */
export interface RlLog extends Omit<EventFile<RoundsEvent>, "addBeside"> {
  readonly writers: ReadonlyMap<number, WriterUpdate>;
  addWriter(round: number, update: WriterUpdate): void;
}

/**
 * @param plan what the run is to be; only a log of the same is continued
 * @throws PlaygroundError "bad-input" if the file is of another plan
 */
export async function openRlLog(json: string, plan: Plan): Promise<RlLog> {
  const { addBeside, ...file } = await openEventFile(
    json,
    roundsKind,
    ({ body }) => body.type === "started" && isSame(asked(body), asked(plan)),
  );
  return {
    ...file,
    writers: await readWriters(json, file.earlier),
    addWriter: (round, update) => addBeside(() => writeFile(writerPath(json, round), writeWriter(update))),
  };
}

/**
 * What an `npm run rl` has written so far, finished or not.
 *
 * @throws PlaygroundError "bad-input" where it has not begun
 */
export async function readRl(json: string): Promise<{
  started: Started;
  log: RoundsBody[];
  writers: ReadonlyMap<number, WriterUpdate>;
}> {
  const { events } = await readEventFile(json, roundsKind);
  const log = events.map(({ body }) => body);
  const [started] = log;
  if (started?.type !== "started") {
    const message = `There is no log of rounds beside ${json}.`;
    throw new PlaygroundError("bad-input", message, "Run npm run rl first.");
  }
  return { started, log, writers: await readWriters(json, events) };
}

/** The updates of the rounds in a log, by round; one whose file is gone is missing. */
async function readWriters(json: string, log: readonly RoundsEvent[]): Promise<Map<number, WriterUpdate>> {
  const writers = new Map<number, WriterUpdate>();
  for (const { body } of log) {
    if (body.type !== "writerMerged") continue;
    const path = writerPath(json, body.round);
    if (existsSync(path)) writers.set(body.round, readWriter(path, await readFile(path, "utf8")));
  }
  return writers;
}

function writerPath(json: string, round: number): string {
  return `${json}.writer-${round}.json`;
}

/** Threads and backend may differ; what was asked, of which model, may not. */
function asked({ task, model, settings, taskSettings, contexts, heldOut }: Plan): unknown {
  return { hash: model.hash, task, settings, taskSettings, contexts, heldOut };
}

/** As `WriterUpdate`, the values as base64 of little-endian float32. */
const writerFileSchema = z.extend(writerUpdateSchema, {
  tensors: z.record(z.string(), z.object({ shape: z.tuple([z.int(), z.int()]), value: z.base64() })),
});

function writeWriter({ settings, tensors }: WriterUpdate): string {
  const encoded = Object.entries(tensors).map(([name, { shape, value }]) => {
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    return [name, { shape, value: bytes.toString("base64") }];
  });
  return `${JSON.stringify({ settings, tensors: Object.fromEntries(encoded) })}\n`;
}

function readWriter(path: string, text: string): WriterUpdate {
  const read = writerFileSchema.safeParse(parseLine(text));
  if (!read.success) {
    const message = `${path} is damaged: it holds no writer of npm run rl.`;
    throw new PlaygroundError(
      "bad-input",
      message,
      "Delete it and give the same npm run rl again: it trains it anew.",
    );
  }
  const { settings, tensors } = read.data;
  const decoded = Object.entries(tensors).map(([name, { shape, value }]) => {
    const bytes = Uint8Array.from(Buffer.from(value, "base64"));
    return [name, { shape, value: new Float32Array(bytes.buffer) }] as const;
  });
  return { settings, tensors: Object.fromEntries(decoded) };
}
