import { decodePeftWeights, encodePeftWeights } from "../checkpoints/peftAdapter.ts";
import { createSha256 } from "../checkpoints/sha256.ts";
import type { AdapterCodec } from "./storage.ts";

/** Versions are stored as PEFT stores adapters. */
export const peftCodec: AdapterCodec = {
  encode: encodePeftWeights,
  decode: decodePeftWeights,
  hash(bytes) {
    const hash = createSha256();
    hash.update(bytes);
    return hash.hex();
  },
};
