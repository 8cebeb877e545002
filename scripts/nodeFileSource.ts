import { open, readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { NamedSource } from "../src/checkpoints/byteSource.ts";

/** A file on disk for `loadCheckpoint`, outside a browser. */
export async function nodeFileSource(path: string): Promise<NamedSource> {
  const { size } = await stat(path);
  return {
    name: basename(path),
    source: {
      size,
      read: async (offset, length) => {
        const file = await open(path);
        try {
          const bytes = new Uint8Array(length);
          const { bytesRead } = await file.read(bytes, 0, length, offset);
          return bytes.subarray(0, bytesRead);
        } finally {
          await file.close();
        }
      },
    },
  };
}

/** The files of a checkpoint's folder (Hugging Face's layout), or of one GGUF file. */
export async function nodeCheckpointFiles(path: string): Promise<NamedSource[]> {
  if (!(await stat(path)).isDirectory()) return [await nodeFileSource(path)];
  const names = await readdir(path);
  return Promise.all(names.map((name) => nodeFileSource(join(path, name))));
}
