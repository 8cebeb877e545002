import { askWorker, type OneReplyWorker } from "../../protocol/askWorker.ts";
import { PlaygroundError } from "../../protocol/playgroundError.ts";
import { z } from "../../protocol/zod.ts";
import { runPartsSchema } from "../../runs/cutRunFile.ts";
import { checkLogSize, type RunFile, readRunFile } from "../../runs/runFile.ts";

/** Smaller files are read before a worker would have started; in bytes. */
const SMALL = 200_000;
/** No run that the page can show takes so long; in milliseconds. */
const PATIENCE = 60_000;

/** The file of a run; a large one is taken apart in a worker. @throws PlaygroundError "bad-input", "cancelled" */
export async function readRunBlob(
  blob: Blob,
  signal?: AbortSignal,
  spawn = spawnRunFileWorker,
): Promise<RunFile> {
  checkLogSize(blob.size);
  if (blob.size <= SMALL) return readRunFile(await blob.text());
  const reply = await askWorker(blob, spawn, PATIENCE, signal);
  if (reply === "no worker") return readRunFile(await blob.text());
  if (reply === "late") {
    const message = `The file of this run was not read within ${PATIENCE / 1000} seconds.`;
    throw new PlaygroundError("bad-input", message, "Choose the file of a shorter run.");
  }
  const read = runPartsSchema.parse(reply.data);
  if (read.type === "failed") {
    throw new PlaygroundError("bad-input", read.failure.message, read.failure.advice);
  }
  const events: unknown[] = [];
  for (const part of read.parts) events.push(...eventsSchema.parse(JSON.parse(await part.text())));
  return { kind: read.kind, events };
}

const eventsSchema = z.array(z.unknown());

function spawnRunFileWorker(): OneReplyWorker {
  return new Worker(new URL("../../../workers/runFile.worker.ts", import.meta.url), { type: "module" });
}
