import { createSHA256 } from "hash-wasm";
import { type ByteSource, forEachChunk } from "./byteSource.ts";

/** SHA-256 of bytes that come piece by piece; WebCrypto wants them all at once. */
export interface Sha256 {
  update(bytes: Uint8Array): void;
  /** Of all bytes since the last one, in lower-case hex. */
  hex(): string;
  /** Forgets what it was given. */
  restart(): void;
}

/** In WebAssembly: twice as fast as JavaScript. */
export async function createSha256(): Promise<Sha256> {
  const state = await createSHA256();
  const restart = () => void state.init();
  restart();
  return {
    update: (bytes) => void state.update(bytes),
    hex: () => {
      const hash = state.digest("hex");
      restart();
      return hash;
    },
    restart,
  };
}

/** SHA-256 of a whole file, read in chunks. */
export async function hashSource(
  source: ByteSource,
  onHashed?: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<string> {
  const hash = await createSha256();
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
export async function combineHashes(hashes: ReadonlyMap<string, string>): Promise<string> {
  const inOrder = [...hashes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, hash]) => hash);
  if (inOrder.length === 1) return inOrder[0]!;
  const hash = await createSha256();
  hash.update(new TextEncoder().encode(inOrder.join("\n")));
  return hash.hex();
}
