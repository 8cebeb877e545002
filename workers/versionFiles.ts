import { blobSource } from "../src/checkpoints/byteSource.ts";
import {
  encodePeftWeights,
  PEFT_WEIGHTS,
  peftConfig,
  readPeftAdapter,
} from "../src/checkpoints/peftAdapter.ts";
import { PEFT_CONFIG } from "../src/checkpoints/peftConfig.ts";
import type { WriterUpdate } from "../src/protocol/writerUpdate.ts";
import { combineAdapters } from "../src/seal/combineAdapters.ts";
import type { Ledger } from "../src/seal/ledger.ts";

/** A version with all its ancestors as one PEFT adapter of the untouched model. */
export async function exportVersion(
  ledger: Ledger,
  id: string,
  baseModel: string,
): Promise<{ folder: string; files: { name: string; bytes: Uint8Array<ArrayBuffer> }[] }> {
  const chain = ledger.chain(id);
  const adapters: WriterUpdate[] = [];
  for (const version of chain) adapters.push(await ledger.adapterOf(version.id));
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
