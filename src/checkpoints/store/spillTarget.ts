import type { CacheFileTarget } from "./cacheFileTarget.ts";
import type { DownloadTarget } from "./download.ts";
import { MemoryTarget } from "./memoryTarget.ts";

const MOVE_BYTES = 4 << 20;

/**
 * A download that goes to disk while there is room, and moves to memory when there is none: a full disk
 * costs the user a second download next time, not this one.
 */
export class SpillTarget implements DownloadTarget {
  #disk: CacheFileTarget | null;
  #memory = new MemoryTarget();
  readonly #onSpill: () => void;

  constructor(disk: CacheFileTarget | null, onSpill: () => void) {
    this.#disk = disk;
    this.#onSpill = onSpill;
  }

  /** The file on disk, or null where the data is in `memory`. */
  get disk(): CacheFileTarget | null {
    return this.#disk;
  }

  get memory(): MemoryTarget {
    return this.#memory;
  }

  get size(): number {
    return (this.#disk ?? this.#memory).size;
  }

  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return (this.#disk ?? this.#memory).read(offset, length);
  }

  async append(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    if (this.#disk) {
      try {
        return await this.#disk.append(bytes);
      } catch {
        // Whatever the disk's reason: the data at hand is still good.
        await this.#spill(this.#disk);
      }
    }
    await this.#memory.append(bytes);
  }

  clear(): Promise<void> {
    return (this.#disk ?? this.#memory).clear();
  }

  async #spill(disk: CacheFileTarget): Promise<void> {
    const { size } = disk;
    for (let at = 0; at < size; at += MOVE_BYTES) {
      await this.#memory.append(await disk.read(at, Math.min(MOVE_BYTES, size - at)));
    }
    await disk.clear();
    disk.close();
    this.#disk = null;
    this.#onSpill();
  }
}
