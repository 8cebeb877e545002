import { existsSync } from "node:fs";
import { open } from "node:fs/promises";
import type { ByteSource } from "../src/checkpoints/byteSource.ts";
import { type LoadedCheckpoint, loadCheckpoint } from "../src/checkpoints/loadCheckpoint.ts";

const FILE = "public/models/local/SmolLM2-135M-Instruct.Q4_1.gguf";

/** The real SmolLM2-135M-Instruct that `npm run model:smollm2` fetches; `npm test` runs that first. */
export async function loadSmolLm2(): Promise<LoadedCheckpoint> {
  if (!existsSync(FILE)) throw new Error(`${FILE} is missing: run "npm run model:smollm2" first.`);
  const file = await open(FILE);
  try {
    const source: ByteSource = {
      size: (await file.stat()).size,
      read: async (offset, length) => {
        const bytes = new Uint8Array(length);
        await file.read(bytes, 0, length, offset);
        return bytes;
      },
    };
    return await loadCheckpoint({ kind: "files", name: "SmolLM2", files: [{ name: "model.gguf", source }] });
  } finally {
    await file.close();
  }
}
