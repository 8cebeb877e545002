import type { CacheAccess, CacheFile } from "../src/checkpoints/store/cacheFileTarget.ts";
import type { CacheFolder } from "../src/checkpoints/store/modelCache.ts";

/**
 * A stand-in for the browser's private file system. Writing beyond `quota` bytes in all fails as in a
 * browser; a file that is open cannot be opened again.
 */
export class MemoryFolder implements CacheFolder {
  readonly folders = new Map<string, MemoryFolder>();
  readonly files = new Map<string, MemoryFile>();
  readonly disk: { quota: number };

  constructor(disk: { quota: number } = { quota: Number.POSITIVE_INFINITY }) {
    this.disk = disk;
  }

  async getDirectoryHandle(name: string, options?: { create?: boolean }): Promise<MemoryFolder> {
    const folder = this.folders.get(name) ?? (options?.create ? new MemoryFolder(this.disk) : null);
    if (!folder) throw new DOMException(name, "NotFoundError");
    this.folders.set(name, folder);
    return folder;
  }

  async getFileHandle(name: string, options?: { create?: boolean }): Promise<MemoryFile> {
    const file = this.files.get(name) ?? (options?.create ? new MemoryFile(this.disk) : null);
    if (!file) throw new DOMException(name, "NotFoundError");
    this.files.set(name, file);
    return file;
  }

  async removeEntry(name: string): Promise<void> {
    this.disk.quota += this.files.get(name)?.bytes.length ?? 0;
    if (!this.folders.delete(name) && !this.files.delete(name)) throw new DOMException(name, "NotFoundError");
  }

  async *keys(): AsyncIterable<string> {
    yield* this.folders.keys();
    yield* this.files.keys();
  }
}

export class MemoryFile implements CacheFile {
  bytes = new Uint8Array(0);
  open = false;
  readonly #disk: { quota: number };

  constructor(disk: { quota: number }) {
    this.#disk = disk;
  }

  async getFile(): Promise<Blob> {
    return new Blob([this.bytes]);
  }

  async createSyncAccessHandle(): Promise<CacheAccess> {
    if (this.open) throw new DOMException("Open elsewhere.", "NoModificationAllowedError");
    this.open = true;
    return {
      getSize: () => this.bytes.length,
      read: (into, { at }) => {
        const part = this.bytes.subarray(at, at + into.length);
        into.set(part);
        return part.length;
      },
      write: (bytes, { at }) => {
        const grown = Math.max(this.bytes.length, at + bytes.length) - this.bytes.length;
        if (grown > this.#disk.quota) throw new DOMException("No room.", "QuotaExceededError");
        this.#disk.quota -= grown;
        const next = new Uint8Array(this.bytes.length + grown);
        next.set(this.bytes);
        next.set(bytes, at);
        this.bytes = next;
        return bytes.length;
      },
      truncate: (size) => {
        this.#disk.quota += this.bytes.length - size;
        this.bytes = this.bytes.slice(0, size);
      },
      flush: () => {
        if (!this.open) throw new DOMException("Closed.", "InvalidStateError");
      },
      close: () => {
        this.open = false;
      },
    };
  }
}
