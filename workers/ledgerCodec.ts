import { decodePeftWeights, encodePeftWeights } from "../src/checkpoints/peftAdapter.ts";
import { createSha256 } from "../src/checkpoints/sha256.ts";
import type { LedgerCodec } from "../src/seal/ledgerStorage.ts";

/** Versions are stored as PEFT stores adapters. */
export const ledgerCodec: LedgerCodec = {
  encode: encodePeftWeights,
  decode: decodePeftWeights,
  hash(bytes) {
    const hash = createSha256();
    hash.update(bytes);
    return hash.hex();
  },
};
