import { PlaygroundError } from "../../../protocol/playgroundError.ts";

const PAGE = 65536;
/** Blocks begin and end on cache lines, so that two threads never write to the same one. */
const ALIGNMENT = 64;
/** The kernels' own control block and constants lie below; address 0 stays free to mean "absent". */
const FIRST = 8192;
/** Kernels may read (never write) a little past the end of a block. */
const SLACK = 64;
/** Memory grows by at least this many pages, 8 MiB. */
const GROWTH = 128;

/**
 * Hands out blocks of a WebAssembly memory and takes them back: first fit over a list of free blocks in address
 * order, neighbours merged. The memory grows as needed and never shrinks.
 */
export class Heap {
  readonly memory: WebAssembly.Memory;
  private readonly freeStarts: number[] = [];
  private readonly freeSizes: number[] = [];
  private readonly sizes = new Map<number, number>();
  private end = FIRST;
  private inUse = 0;
  private bytes: Uint8Array;

  constructor(memory: WebAssembly.Memory) {
    this.memory = memory;
    this.bytes = new Uint8Array(memory.buffer);
  }

  /** Bytes of all blocks in use. */
  get bytesInUse(): number {
    return this.inUse;
  }

  /** Bytes the memory has grown to. */
  get bytesReserved(): number {
    return this.memory.buffer.byteLength;
  }

  /**
   * The address of a new block of at least `bytes`, at a multiple of 64; its content is arbitrary.
   * Throws "out-of-memory" when the memory cannot grow any more.
   */
  allocate(bytes: number): number {
    const size = Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
    let index = this.freeSizes.findIndex((free) => free >= size);
    if (index < 0) index = this.grow(size);
    const start = this.freeStarts[index]!;
    const rest = this.freeSizes[index]! - size;
    if (rest === 0) {
      this.freeStarts.splice(index, 1);
      this.freeSizes.splice(index, 1);
    } else {
      this.freeStarts[index] = start + size;
      this.freeSizes[index] = rest;
    }
    this.sizes.set(start, size);
    this.inUse += size;
    return start;
  }

  /** Gives a block back. */
  free(address: number): void {
    const size = this.sizes.get(address);
    if (size === undefined) throw new Error(`No block begins at ${address}.`);
    this.sizes.delete(address);
    this.inUse -= size;
    this.release(address, size);
  }

  /** A view of memory, valid until the next `allocate` (a private memory moves when it grows). */
  floats(address: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, length);
  }

  /** As `floats`, of 32-bit words. */
  words(address: number, length: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, address, length);
  }

  /** As `floats`, of 32-bit integers. */
  integers(address: number, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, address, length);
  }

  /** As `floats`, of all bytes. */
  allBytes(): Uint8Array {
    if (this.bytes.buffer !== this.memory.buffer) this.bytes = new Uint8Array(this.memory.buffer);
    return this.bytes;
  }

  /** Puts a block into the list of free ones, merged with its neighbours; returns its index. */
  private release(start: number, size: number): number {
    const { freeStarts, freeSizes } = this;
    let low = 0;
    let high = freeStarts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (freeStarts[middle]! < start) low = middle + 1;
      else high = middle;
    }
    const joinsNext = low < freeStarts.length && start + size === freeStarts[low];
    const joinsPrevious = low > 0 && freeStarts[low - 1]! + freeSizes[low - 1]! === start;
    if (joinsPrevious) {
      freeSizes[low - 1]! += size + (joinsNext ? freeSizes[low]! : 0);
      if (joinsNext) {
        freeStarts.splice(low, 1);
        freeSizes.splice(low, 1);
      }
      return low - 1;
    }
    if (joinsNext) {
      freeStarts[low] = start;
      freeSizes[low]! += size;
    } else {
      freeStarts.splice(low, 0, start);
      freeSizes.splice(low, 0, size);
    }
    return low;
  }

  /** Makes room for a block of `size` at the end; returns the index of the free block that holds it. */
  private grow(size: number): number {
    const last = this.freeStarts.length - 1;
    const tail =
      last >= 0 && this.freeStarts[last]! + this.freeSizes[last]! === this.end ? this.freeSizes[last]! : 0;
    const available = this.bytesReserved - SLACK - this.end;
    const missing = size - tail - available;
    if (missing > 0) {
      const pages = Math.ceil(missing / PAGE);
      if (!this.tryGrow(Math.max(GROWTH, pages)) && !this.tryGrow(pages)) throw outOfMemory(size);
    }
    const added = this.bytesReserved - SLACK - this.end;
    const start = this.end;
    this.end += Math.floor(added / ALIGNMENT) * ALIGNMENT;
    return this.release(start, this.end - start);
  }

  private tryGrow(pages: number): boolean {
    try {
      this.memory.grow(pages);
      return true;
    } catch {
      return false;
    }
  }
}

function outOfMemory(bytes: number): PlaygroundError {
  return new PlaygroundError(
    "out-of-memory",
    `There is no room for another ${Math.ceil(bytes / 2 ** 20)} MiB in WebAssembly memory.`,
    "Choose a smaller model, shorter examples, a smaller batch, or close other tabs.",
  );
}
