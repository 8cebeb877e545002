import { type ByteSource, blobSource } from "../byteSource.ts";
import type { DownloadTarget } from "./download.ts";

/** Chunks are gathered up to this size and then handed to a Blob, which the browser may keep on disk. */
const GATHER_BYTES = 16 << 20;

/** A download kept for this visit only. */
export class MemoryTarget implements DownloadTarget {
  #blobs: Blob[] = [];
  #chunks: Uint8Array<ArrayBuffer>[] = [];
  #gathered = 0;
  size = 0;

  async read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return this.source().read(offset, length);
  }

  async append(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#chunks.push(bytes);
    this.#gathered += bytes.length;
    this.size += bytes.length;
    if (this.#gathered >= GATHER_BYTES) this.#flush();
  }

  async clear(): Promise<void> {
    this.#blobs = [];
    this.#chunks = [];
    this.#gathered = 0;
    this.size = 0;
  }

  /** What has arrived so far, as a file. */
  source(): ByteSource {
    this.#flush();
    return blobSource(new Blob(this.#blobs));
  }

  #flush(): void {
    this.#blobs.push(new Blob(this.#chunks));
    this.#chunks = [];
    this.#gathered = 0;
  }
}
