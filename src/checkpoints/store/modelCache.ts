import { withTimeLimit } from "../../protocol/timeLimit.ts";
import { z } from "../../protocol/zod.ts";
import { type ByteSource, blobSource } from "../byteSource.ts";
import { type CacheFile, CacheFileTarget } from "./cacheFileTarget.ts";

/** What a finished download leaves beside its data; data without it is a download that was cut short. */
const markerSchema = z.object({ bytes: z.int().check(z.nonnegative()), sha256: z.string() });
const MARKER = ".verified";
const FOLDER = "checkpoints";

/** What we use of a `FileSystemDirectoryHandle`. */
export interface CacheFolder {
  getDirectoryHandle(name: string, options?: { create?: boolean }): Promise<CacheFolder>;
  getFileHandle(name: string, options?: { create?: boolean }): Promise<CacheFile>;
  removeEntry(name: string, options?: { recursive?: boolean }): Promise<void>;
  keys(): AsyncIterable<string>;
}

/** A disk under load takes its time; longer than this, and it counts as refused. */
export const OPEN_PATIENCE_MS = 5000;
export const silentDisk = () => new Error("The browser's file system does not answer.");

export async function openOrigin(): Promise<CacheFolder> {
  return navigator.storage.getDirectory();
}

export interface CachedFile {
  source: ByteSource;
  sha256: string;
}

/**
 * Model files kept between visits in the origin's private file system (OPFS), one folder per model. For a
 * dedicated worker: only there are files written in place, so that a closed tab loses nothing.
 *
 * A file counts as complete once its marker is written, after its hash was checked. (The file system's own
 * `move`, which could rename a finished file, is missing in some browsers.)
 */
export class ModelCache {
  readonly #root: CacheFolder;

  constructor(root: CacheFolder) {
    this.#root = root;
  }

  /** Null where the browser has no such storage, refuses it (private windows, blocked cookies), or never answers. */
  static async open(): Promise<ModelCache | null> {
    const open = async () =>
      new ModelCache(await (await openOrigin()).getDirectoryHandle(FOLDER, { create: true }));
    return withTimeLimit(open(), OPEN_PATIENCE_MS, silentDisk).catch(() => null);
  }

  /** The finished file, or null if it is absent, unfinished, or of another hash than asked for. */
  async find(model: string, file: string, sha256: string | null): Promise<CachedFile | null> {
    try {
      const folder = await this.#root.getDirectoryHandle(encodeURIComponent(model));
      const text = await (await folder.getFileHandle(file + MARKER)).getFile().then((blob) => blob.text());
      const marker = markerSchema.parse(JSON.parse(text));
      const blob = await (await folder.getFileHandle(file)).getFile();
      if (marker.bytes !== blob.size || (sha256 !== null && marker.sha256 !== sha256)) return null;
      return { source: blobSource(blob), sha256: marker.sha256 };
    } catch {
      // Absent, or its marker is damaged: it will be downloaded.
      return null;
    }
  }

  /**
   * A file to download into, holding what an earlier try has left.
   * Rejects with a DOMException where it cannot be had, e.g. because another tab is writing it.
   */
  async openForWriting(model: string, file: string): Promise<CacheFileTarget> {
    const folder = await this.#root.getDirectoryHandle(encodeURIComponent(model), { create: true });
    await folder.removeEntry(file + MARKER).catch(() => {});
    return CacheFileTarget.open(await folder.getFileHandle(file, { create: true }));
  }

  /** Marks a file as whole, once it is closed and its hash checked. Rejects if the disk is full. */
  async markComplete(model: string, file: string, found: { bytes: number; sha256: string }): Promise<void> {
    const folder = await this.#root.getDirectoryHandle(encodeURIComponent(model));
    const marker = await CacheFileTarget.open(await folder.getFileHandle(file + MARKER, { create: true }));
    try {
      await marker.clear();
      await marker.append(new TextEncoder().encode(JSON.stringify(found)));
    } finally {
      marker.close();
    }
  }

  /** Bytes on disk by model, unfinished downloads included. */
  async sizes(): Promise<Map<string, number>> {
    const sizes = new Map<string, number>();
    for await (const name of this.#root.keys()) {
      const folder = await this.#root.getDirectoryHandle(name);
      let bytes = 0;
      for await (const file of folder.keys()) {
        bytes += (await (await folder.getFileHandle(file)).getFile()).size;
      }
      sizes.set(decodeURIComponent(name), bytes);
    }
    return sizes;
  }

  /** Deletes all files of the model; nothing happens if there are none. */
  async delete(model: string): Promise<void> {
    await this.#root.removeEntry(encodeURIComponent(model), { recursive: true }).catch(() => {});
  }
}
