import { readFiles, readRequestSchema } from "../src/tasks/readFiles.ts";

/** Large files are read here, so that the page stays alive meanwhile. One request, one reply. */
self.onmessage = async ({ data }: MessageEvent<unknown>) => {
  self.postMessage(await readFiles(readRequestSchema.parse(data)));
};
