import {
  type CacheFolder,
  OPEN_PATIENCE_MS,
  openOrigin,
  silentDisk,
} from "../checkpoints/store/modelCache.ts";
import { withTimeLimit } from "../protocol/timeLimit.ts";
import { FOLDER, opfsStorage } from "./opfsStorage.ts";
import { createPeftCodec } from "./peftFiles.ts";
import type { Version } from "./version.ts";
import { decodeRecord, idsOf, recordName } from "./versionRecords.ts";

/** What was kept on other weights of the same model, which the page no longer brings: it says so, and can be deleted. */
export interface EarlierVersions {
  names: readonly string[];
  remove(): Promise<void>;
}

export const NO_EARLIER: EarlierVersions = { names: [], remove: async () => {} };

/** Looks into the folders beside the one of these weights. Never rejects. */
export async function findEarlierVersions(
  model: Version["model"],
  origin: () => Promise<CacheFolder> = openOrigin,
): Promise<EarlierVersions> {
  const find = async () => {
    const folder = await (await origin()).getDirectoryHandle(FOLDER, { create: true });
    const folders: string[] = [];
    const names: string[] = [];
    for await (const hash of folder.keys()) {
      const versions = hash === model.hash ? [] : await versionsIn(await folder.getDirectoryHandle(hash));
      const own = versions.filter((version) => version.model.id === model.id);
      if (own.length === 0) continue;
      folders.push(hash);
      names.push(...own.map(({ name }) => name));
    }
    const remove = async () => {
      for (const hash of folders) await folder.removeEntry(hash, { recursive: true });
    };
    return { names, remove };
  };
  return withTimeLimit(find(), OPEN_PATIENCE_MS, silentDisk).catch(() => NO_EARLIER);
}

async function versionsIn(folder: CacheFolder): Promise<Version[]> {
  const files = opfsStorage(folder);
  const codec = await createPeftCodec();
  const records = idsOf(await files.names(), "record").map(async (id) => {
    const bytes = await files.read(recordName(id));
    return bytes && decodeRecord(id, bytes, codec);
  });
  return (await Promise.all(records)).filter((version) => version !== null);
}
