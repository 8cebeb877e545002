import { expect, test } from "vitest";
import { bufferSource } from "./byteSource.ts";
import { FACTORS_NAME, readFactors } from "./readFactors.ts";
import type { StoredTensor } from "./tensorFile.ts";

/** Two tokens: the first of factors 2 and 0, the second of factor 1 alone. */
const TABLE = Int16Array.of(2, 0, 1, -1);

function index(changes: Partial<StoredTensor> = {}, table = TABLE): Map<string, StoredTensor> {
  const bytes = new Uint8Array(table.buffer);
  const tensor = {
    name: FACTORS_NAME,
    file: "model.safetensors",
    source: bufferSource(bytes),
    offset: 0,
    length: bytes.length,
    shape: [2, 2],
    type: "I16",
    ...changes,
  };
  return new Map([[FACTORS_NAME, tensor]]);
}

const read = (tensors: Map<string, StoredTensor>) => readFactors(tensors, 2, { count: 3, perToken: 2 });

test("says which factors each token is the sum of", async () => {
  const factors = await read(index());
  expect([...factors.logits(Float32Array.of(1, 10, 100), 1)]).toEqual([101, 10]);
});

test.each([
  ["a missing table", new Map(), "The checkpoint lacks the tensor model.embed_tokens.factors."],
  ["another shape", index({ shape: [4, 1] }), "has the shape [4,1] where the configuration asks for [2,2]"],
  ["another type", index({ type: "I32" }), "is stored as I32, not as I16"],
  ["a table that is cut off", index({ offset: 2 }), "is cut off or damaged"],
  [
    "a factor that is not there",
    index({}, Int16Array.of(2, 0, 3, -1)),
    "names factor 3 for token 1, and there are 3",
  ],
])("refuses %s, saying what is wrong", async (_, tensors, message) => {
  await expect(read(tensors)).rejects.toThrow(message);
});
