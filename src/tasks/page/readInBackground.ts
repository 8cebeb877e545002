import { askWorker, type OneReplyWorker } from "../../protocol/askWorker.ts";
import { type FileReader, type ReadReply, readBy, readReplySchema } from "../files/fileReader.ts";
import type { ReadRequest } from "../readFiles.ts";

/** Smaller files are read before a worker would have started. */
const SMALL = 200_000;
/** No file that the page can use takes so long; in milliseconds. */
const PATIENCE = 60_000;

/** Reads files, large ones in a worker of their own that ends with it. Never rejects. @param reader of the request's task */
export async function readInBackground(
  request: ReadRequest,
  reader: FileReader,
  spawn: () => OneReplyWorker = spawnFilesWorker,
): Promise<ReadReply> {
  const { files, before } = request;
  if (files.reduce((sum, { data }) => sum + data.size, 0) <= SMALL) return readBy(reader, files, before);
  const reply = await askWorker(request, spawn, PATIENCE);
  if (reply === "no worker") return readBy(reader, files, before);
  if (reply === "late") {
    const problem = `The file was not read within ${PATIENCE / 1000} seconds. Give a smaller one.`;
    return { kind: "failed", problem };
  }
  return readReplySchema.parse(reply.data);
}

function spawnFilesWorker(): OneReplyWorker {
  return new Worker(new URL("../../../workers/files.worker.ts", import.meta.url), { type: "module" });
}
