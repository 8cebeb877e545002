import { type FileReader, type ReadReply, readBy, readReplySchema } from "../files/fileReader.ts";
import type { ReadRequest } from "../readFiles.ts";

/** The part of `Worker` that is used, so that tests can bring their own. */
export interface FilesWorker {
  postMessage(request: ReadRequest): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** Smaller files are read before a worker would have started. */
const SMALL = 200_000;
/** No file that the page can use takes so long; in milliseconds. */
const PATIENCE = 60_000;

/** Reads files, large ones in a worker of their own that ends with it. Never rejects. @param reader of the request's task */
export async function readInBackground(
  request: ReadRequest,
  reader: FileReader,
  spawn: () => FilesWorker = spawnFilesWorker,
): Promise<ReadReply> {
  const { files, before } = request;
  if (files.reduce((sum, { data }) => sum + data.size, 0) <= SMALL) return readBy(reader, files, before);
  const reply = await replyOf(request, spawn);
  if (reply === "no worker") return readBy(reader, files, before);
  if (reply === "late") {
    const problem = `The file was not read within ${PATIENCE / 1000} seconds. Give a smaller one.`;
    return { kind: "failed", problem };
  }
  return readReplySchema.parse(reply.data);
}

function spawnFilesWorker(): FilesWorker {
  return new Worker(new URL("../../../workers/files.worker.ts", import.meta.url), { type: "module" });
}

/** "no worker" where the browser starts none, as in a sandboxed frame. */
async function replyOf(
  request: ReadRequest,
  spawn: () => FilesWorker,
): Promise<{ data: unknown } | "no worker" | "late"> {
  let worker: FilesWorker;
  try {
    worker = spawn();
  } catch {
    return "no worker";
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await new Promise((resolve) => {
      worker.onmessage = ({ data }) => resolve({ data });
      worker.onerror = () => resolve("no worker");
      timer = setTimeout(() => resolve("late"), PATIENCE);
      worker.postMessage(request);
    });
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}
