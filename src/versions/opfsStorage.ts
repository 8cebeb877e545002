import { CacheFileTarget } from "../checkpoints/store/cacheFileTarget.ts";
import {
  type CacheFolder,
  OPEN_PATIENCE_MS,
  openOrigin,
  silentDisk,
} from "../checkpoints/store/modelCache.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import { withTimeLimit } from "../protocol/timeLimit.ts";
import type { VersionStorage } from "./storage.ts";

export const FOLDER = "versions";
/** Written and deleted again, to see whether it can be. */
const TRIAL = "trial";

/**
 * A store's files in the origin's private file system (OPFS), one folder per model weights. For a dedicated worker.
 * Null where the browser has no such storage, refuses it (private windows, blocked cookies), opens it and lets nothing
 * be written, or never answers.
 */
export async function openOpfsStorage(
  modelHash: string,
  origin: () => Promise<CacheFolder> = openOrigin,
): Promise<VersionStorage | null> {
  const open = async () => {
    const folder = await (await origin()).getDirectoryHandle(FOLDER, { create: true });
    const own = await folder.getDirectoryHandle(modelHash, { create: true });
    const storage = opfsStorage(own, (work) => navigator.locks.request(`${FOLDER}/${modelHash}`, work));
    return (await isWritable(storage)) ? storage : null;
  };
  return withTimeLimit(open(), OPEN_PATIENCE_MS, silentDisk).catch(() => null);
}

/** A full disk can be read all the same, and one that another tab is writing to is only busy. */
async function isWritable(storage: VersionStorage): Promise<boolean> {
  try {
    await storage.write(TRIAL, new Uint8Array(1));
    await storage.remove(TRIAL);
    return true;
  } catch (error) {
    const cause = error instanceof PlaygroundError ? error.cause : error;
    return (
      cause instanceof DOMException &&
      ["QuotaExceededError", "NoModificationAllowedError"].includes(cause.name)
    );
  }
}

/** @param exclusively by default for a folder that is opened once */
export function opfsStorage(
  folder: CacheFolder,
  exclusively: VersionStorage["exclusively"] = (work) => work(),
): VersionStorage {
  return {
    exclusively,
    async names() {
      const names: string[] = [];
      for await (const name of folder.keys()) names.push(name);
      return names;
    },
    async read(name) {
      try {
        const blob = await (await folder.getFileHandle(name)).getFile();
        return new Uint8Array(await blob.arrayBuffer());
      } catch {
        // Absent, or it cannot be read: either way there is nothing to use.
        return null;
      }
    },
    async write(name, bytes) {
      try {
        const file = await CacheFileTarget.open(await folder.getFileHandle(name, { create: true }));
        try {
          await file.clear();
          await file.append(bytes);
        } finally {
          file.close();
        }
      } catch (cause) {
        throw writeFailed(cause);
      }
    },
    async remove(name) {
      await folder.removeEntry(name).catch(() => {});
    },
  };
}

/** A store's files in memory, gone with the tab; where the browser keeps nothing. */
export function memoryStorage(): VersionStorage {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  return {
    names: async () => [...files.keys()],
    read: async (name) => files.get(name) ?? null,
    async write(name, bytes) {
      files.set(name, bytes);
    },
    async remove(name) {
      files.delete(name);
    },
    exclusively: (work) => work(),
  };
}

function writeFailed(cause: unknown): PlaygroundError {
  const name = cause instanceof DOMException ? cause.name : "";
  if (name === "QuotaExceededError") {
    return new PlaygroundError(
      "storage-full",
      "There is no room left for a version.",
      "Delete versions or downloaded models first.",
      { cause },
    );
  }
  return new PlaygroundError(
    "internal",
    name === "NoModificationAllowedError"
      ? "The versions are being written by another tab."
      : `A version could not be written: ${cause instanceof Error ? cause.message : cause}.`,
    "Close other tabs of the playground and try again.",
    { cause },
  );
}
