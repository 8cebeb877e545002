import { blobSource } from "../checkpoints/byteSource.ts";
import {
  decodePeftWeights,
  encodePeftWeights,
  PEFT_WEIGHTS,
  peftConfig,
  readPeftAdapter,
} from "../checkpoints/peft/peftAdapter.ts";
import { PEFT_CONFIG } from "../checkpoints/peft/peftConfig.ts";
import { createSha256 } from "../checkpoints/sha256.ts";
import type { WriterUpdate } from "../protocol/writerUpdate.ts";
import { combineAdapters } from "./combineAdapters.ts";
import type { AdapterCodec } from "./storage.ts";
import type { VersionStore } from "./versionStore.ts";

/** Versions are stored as PEFT stores adapters. */
export async function createPeftCodec(): Promise<AdapterCodec> {
  const hash = await createSha256();
  return {
    encode: encodePeftWeights,
    decode: decodePeftWeights,
    hash: (bytes) => {
      hash.update(bytes);
      return hash.hex();
    },
  };
}

/** A version with all its ancestors as one PEFT adapter of the untouched model. */
export async function exportVersion(
  store: VersionStore,
  id: string,
  baseModel: string,
): Promise<{ folder: string; files: { name: string; bytes: Uint8Array<ArrayBuffer> }[] }> {
  const chain = store.chain(id);
  const adapters: WriterUpdate[] = [];
  for (const version of chain) adapters.push(await store.adapterOf(version.id));
  const combined = combineAdapters(adapters);
  return {
    folder: `adapter-${id}`,
    files: [
      { name: PEFT_CONFIG, bytes: new TextEncoder().encode(peftConfig(combined, baseModel)) },
      { name: PEFT_WEIGHTS, bytes: encodePeftWeights(combined) },
    ],
  };
}

/** Rejects with a PlaygroundError that names what is wrong with the files. */
export function importAdapter(files: readonly File[]): Promise<WriterUpdate> {
  return readPeftAdapter(files.map((file) => ({ name: file.name, source: blobSource(file) })));
}
