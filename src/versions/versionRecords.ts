import { PlaygroundError } from "../protocol/playgroundError.ts";
import type { AdapterCodec, VersionStorage } from "./storage.ts";
import { type Version, versionSchema } from "./version.ts";

const RECORD = ".version";
const WEIGHTS = ".safetensors";
const POINTERS = ["current.a", "current.b"] as const;

export const recordName = (id: string) => id + RECORD;
export const weightsName = (id: string) => id + WEIGHTS;

/** The ids of all files of one kind. */
export function idsOf(names: readonly string[], kind: "record" | "weights"): string[] {
  const ending = kind === "record" ? RECORD : WEIGHTS;
  return names.filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length));
}

/** A text under its own hash, so that a part of it is never taken for the whole. */
function seal(text: string, codec: AdapterCodec): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(text);
  return new TextEncoder().encode(`${codec.hash(bytes)}\n${text}`);
}

function unseal(bytes: Uint8Array<ArrayBuffer>, codec: AdapterCodec): unknown {
  const whole = new TextDecoder().decode(bytes);
  const text = whole.slice(65);
  if (codec.hash(new TextEncoder().encode(text)) !== whole.slice(0, 64)) return null;
  return JSON.parse(text);
}

export function encodeRecord(version: Version, codec: AdapterCodec): Uint8Array<ArrayBuffer> {
  return seal(JSON.stringify(version), codec);
}

/** Null for a record that is damaged, or stands under another name than its own. */
export function decodeRecord(
  id: string,
  bytes: Uint8Array<ArrayBuffer>,
  codec: AdapterCodec,
): Version | null {
  const parsed = versionSchema.safeParse(unseal(bytes, codec));
  return parsed.success && parsed.data.id === id ? parsed.data : null;
}

/** Writes, reads back and compares: only what is on disk counts. */
export async function writeVerified(
  storage: VersionStorage,
  codec: AdapterCodec,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  await storage.write(name, bytes);
  const stored = await storage.read(name);
  if (stored === null || codec.hash(stored) !== codec.hash(bytes)) {
    throw new PlaygroundError(
      "internal",
      `What was written to ${name} does not read back as it was.`,
      "Try again; if it happens again, export the versions and free some disk space.",
    );
  }
}

/** Which version is in force, and how often that has changed. */
export interface Pointer {
  counter: number;
  id: string | null;
}

/**
 * The newest pointer that is whole. Two files take turns, so that the one before is still there while a new one is
 * being written.
 */
export async function readPointer(storage: VersionStorage, codec: AdapterCodec): Promise<Pointer> {
  let newest: Pointer = { counter: 0, id: null };
  for (const name of POINTERS) {
    const bytes = await storage.read(name);
    const value = bytes === null ? null : unseal(bytes, codec);
    if (!Array.isArray(value)) continue;
    const [counter, id]: unknown[] = value;
    const isId = typeof id === "string" || id === null;
    if (typeof counter === "number" && counter > newest.counter && isId) newest = { counter, id };
  }
  return newest;
}

export function writePointer(
  storage: VersionStorage,
  codec: AdapterCodec,
  { counter, id }: Pointer,
): Promise<void> {
  const name = POINTERS[counter % 2 === 0 ? 0 : 1];
  return writeVerified(storage, codec, name, seal(JSON.stringify([counter, id]), codec));
}
