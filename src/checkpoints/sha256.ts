import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { type ByteSource, forEachChunk } from "./byteSource.ts";

/** SHA-256 of bytes that come piece by piece; WebCrypto wants them all at once. */
export interface Sha256 {
  update(bytes: Uint8Array): void;
  /** Lower-case hex. Call once, at the end. */
  hex(): string;
}

export function createSha256(): Sha256 {
  const state = sha256.create();
  return {
    update: (bytes) => {
      state.update(bytes);
    },
    hex: () => bytesToHex(state.digest()),
  };
}

/** SHA-256 of a whole file, read in chunks; about 100 MB/s. */
export async function hashSource(
  source: ByteSource,
  onHashed?: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<string> {
  const hash = createSha256();
  await forEachChunk(
    source,
    { offset: 0, length: source.size, unit: 1 },
    (bytes, at) => {
      hash.update(bytes);
      onHashed?.(at + bytes.length);
    },
    signal,
  );
  return hash.hex();
}

/** One hash for a model: that of its weights file, or over those of several in the order of their names. */
export function combineHashes(hashes: ReadonlyMap<string, string>): string {
  const inOrder = [...hashes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, hash]) => hash);
  if (inOrder.length === 1) return inOrder[0]!;
  const hash = createSha256();
  hash.update(new TextEncoder().encode(inOrder.join("\n")));
  return hash.hex();
}
