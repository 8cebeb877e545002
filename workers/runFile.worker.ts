import { z } from "../src/protocol/zod.ts";
import { cutRunFile } from "../src/runs/cutRunFile.ts";

/** The file of a large run is taken apart here, so that the page stays alive meanwhile. One request, one reply. */
self.onmessage = async ({ data }: MessageEvent<unknown>) => {
  self.postMessage(await cutRunFile(z.instanceof(Blob).parse(data)));
};
