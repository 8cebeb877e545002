import type { WriterUpdate } from "../protocol/writerUpdate.ts";

/**
 * Where a store keeps its files: flat, by name. A write may be cut short at any byte (a closed tab); what was written
 * completely before stays.
 */
export interface VersionStorage {
  names(): Promise<string[]>;
  /** Null where there is no such file. */
  read(name: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Replaces the file. Rejects with a PlaygroundError "storage-full" where there is no room. */
  write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Nothing happens where there is no such file. */
  remove(name: string): Promise<void>;
  /** Does the work while nobody else does any of this kind, other tabs included. Not to be nested. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
}

/** How adapters become files, and what proves a file whole. */
export interface AdapterCodec {
  encode(adapter: WriterUpdate): Uint8Array<ArrayBuffer>;
  /** Throws a PlaygroundError "bad-checkpoint" for what `encode` did not write. */
  decode(bytes: Uint8Array<ArrayBuffer>, settings: WriterUpdate["settings"]): Promise<WriterUpdate>;
  /** SHA-256, lower-case hex. */
  hash(bytes: Uint8Array<ArrayBuffer>): string;
}
