import { PlaygroundError } from "../../protocol/playgroundError.ts";
import { blobSource, type NamedSource } from "../byteSource.ts";
import type { CacheFileTarget } from "./cacheFileTarget.ts";
import { download } from "./download.ts";
import { type LoadProgress, ProgressMeter } from "./loadProgress.ts";
import type { CachedFile, ModelCache } from "./modelCache.ts";
import { type RegisteredModel, type RemoteFile, totalBytes } from "./registeredModel.ts";
import { SpillTarget } from "./spillTarget.ts";

export interface FetchOptions {
  onProgress?: (progress: LoadProgress) => void;
  onWarning?: (message: string) => void;
  signal?: AbortSignal;
}

export interface FetchedModel {
  files: NamedSource[];
  /** SHA-256 by file name. */
  hashes: Map<string, string>;
}

/**
 * Fetches a model's files, the small ones first, so that a wrong one is noticed before the long wait. Files
 * from the hub are kept in `cache`; those beside the page are left to the browser's own cache.
 * Rejects as `download` does.
 */
export async function fetchModel(
  model: RegisteredModel,
  cache: ModelCache | null,
  options: FetchOptions,
): Promise<FetchedModel> {
  const meter = new ProgressMeter("downloading", options.onProgress);
  const total = totalBytes(model);
  const files: NamedSource[] = [];
  const hashes = new Map<string, string>();
  let warned = false;
  const warnOnce = () => {
    if (!warned) {
      options.onWarning?.(
        `${model.name} cannot be kept on this device (storage is full or in use by another tab); it will be downloaded again next time.`,
      );
    }
    warned = true;
  };
  let before = 0;
  for (const file of [...model.files].sort((a, b) => (a.bytes ?? 0) - (b.bytes ?? 0))) {
    const keep = model.origin === "hub" ? cache : null;
    const onBytes = (loaded: number) => meter.update(before + loaded, Math.max(total, before + loaded));
    const fetched = await fetchFile(model, file, keep, {
      onBytes,
      onUnkept: warnOnce,
      signal: options.signal,
    });
    files.push({ name: file.name, source: fetched.source });
    hashes.set(file.name, fetched.sha256);
    before += fetched.source.size;
    onBytes(0);
  }
  return { files, hashes };
}

async function fetchFile(
  model: RegisteredModel,
  { name, url, bytes, sha256 }: RemoteFile,
  cache: ModelCache | null,
  options: { onBytes: (loaded: number) => void; onUnkept: () => void; signal: AbortSignal | undefined },
): Promise<CachedFile> {
  const cached = await cache?.find(model.id, name, sha256);
  if (cached) return cached;
  if (model.gated) {
    throw new PlaygroundError(
      "download-failed",
      `${model.name} is given only to those who have accepted its licence (${model.licence}).`,
      `Accept it at ${model.homepage}, download ${model.files.map((file) => file.name).join(", ")} there, and drop them here.`,
    );
  }
  let disk: CacheFileTarget | null = null;
  if (cache) {
    // Another tab may be writing it, or the disk be full: the download itself can still succeed.
    disk = await cache.openForWriting(model.id, name).catch(() => null);
    if (!disk) options.onUnkept();
  }
  const target = new SpillTarget(disk, options.onUnkept);
  try {
    const { onBytes, onUnkept, signal } = options;
    const hash = await download({ url, name, bytes, sha256, onBytes, signal }, target);
    if (!cache || !target.disk) return { source: target.memory.source(), sha256: hash };
    const { file, size } = target.disk;
    target.disk.close();
    await cache.markComplete(model.id, name, { bytes: size, sha256: hash }).catch(onUnkept);
    return { source: blobSource(await file.getFile()), sha256: hash };
  } catch (error) {
    target.disk?.close();
    throw error;
  }
}
