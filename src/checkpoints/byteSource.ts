import { PlaygroundError, throwIfCancelled } from "../protocol/playgroundError.ts";

/**
 * Random access to a file that is not held in memory: a dropped `File`, a file in the browser's private
 * file system, a buffer, or (in scripts) a file on disk.
 */
export interface ByteSource {
  readonly size: number;
  /** Exactly `length` bytes from `offset`, which the caller has checked to lie inside the file. */
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** A file of a checkpoint under the name it has in its folder ("config.json"). */
export interface NamedSource {
  name: string;
  source: ByteSource;
}

/** Small enough that a copy does not matter, large enough that calls do not. */
const CHUNK_BYTES = 4 << 20;

/** Reads a `Blob` or `File`. Rejects with "bad-checkpoint" if it has changed on disk since it was chosen. */
export function blobSource(blob: Blob): ByteSource {
  return {
    size: blob.size,
    read: async (offset, length) => {
      try {
        return new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer());
      } catch (cause) {
        const message = "A model file could not be read; it may have been moved or changed.";
        throw new PlaygroundError("bad-checkpoint", message, "Choose the file again.", { cause });
      }
    },
  };
}

export function bufferSource(bytes: Uint8Array<ArrayBuffer>): ByteSource {
  return {
    size: bytes.length,
    read: async (offset, length) => bytes.subarray(offset, offset + length),
  };
}

/**
 * Visits `length` bytes from `offset` in order, in chunks whose lengths are multiples of `unit`
 * (a block of a quantised tensor must not be cut). `at` counts from `offset`.
 */
export async function forEachChunk(
  source: ByteSource,
  range: { offset: number; length: number; unit: number },
  visit: (bytes: Uint8Array<ArrayBuffer>, at: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  const step = Math.max(range.unit, CHUNK_BYTES - (CHUNK_BYTES % range.unit));
  for (let at = 0; at < range.length; at += step) {
    throwIfCancelled(signal);
    const bytes = await source.read(range.offset + at, Math.min(step, range.length - at));
    visit(bytes, at);
  }
}
