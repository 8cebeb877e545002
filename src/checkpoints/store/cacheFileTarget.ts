import type { DownloadTarget } from "./download.ts";

/** What we use of a `FileSystemFileHandle` in a worker. */
export interface CacheFile {
  getFile(): Promise<Blob>;
  /** Dedicated workers only. */
  createSyncAccessHandle?(): Promise<CacheAccess>;
}

/** What we use of a `FileSystemSyncAccessHandle`. */
export interface CacheAccess {
  getSize(): number;
  read(into: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  write(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

/** A download into a file of the private file system, written in place. Close it when done with it. */
export class CacheFileTarget implements DownloadTarget {
  readonly file: CacheFile;
  readonly #access: CacheAccess;
  #closed = false;

  private constructor(file: CacheFile, access: CacheAccess) {
    this.file = file;
    this.#access = access;
  }

  /** Rejects with a DOMException where the file cannot be written, e.g. because another tab does. */
  static async open(file: CacheFile): Promise<CacheFileTarget> {
    if (!file.createSyncAccessHandle) {
      throw new DOMException("Files can be written in a dedicated worker only.", "NotSupportedError");
    }
    return new CacheFileTarget(file, await file.createSyncAccessHandle());
  }

  get size(): number {
    return this.#access.getSize();
  }

  async read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(length);
    this.#access.read(bytes, { at: offset });
    return bytes;
  }

  /** Rejects with a DOMException ("QuotaExceededError") when the disk or the origin's share of it is full. */
  async append(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const { size } = this;
    const written = this.#access.write(bytes, { at: size });
    if (written < bytes.length) {
      this.#access.truncate(size);
      throw new DOMException("Only part of the data could be written.", "QuotaExceededError");
    }
  }

  async clear(): Promise<void> {
    this.#access.truncate(0);
  }

  /** May be called again. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#access.flush();
    this.#access.close();
  }
}
