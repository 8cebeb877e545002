import { expect, test } from "vitest";
import { safetensorsFile, textFile } from "../../test/checkpointBytes.ts";
import { bufferSource } from "./byteSource.ts";
import { readSafetensors, readSafetensorsFiles } from "./safetensors.ts";
import { requireTensor } from "./tensorFile.ts";

const GOOD = { a: { dtype: "F32", shape: [2, 2], data_offsets: [0, 16] } };

test("reads the header; metadata is no tensor", async () => {
  const file = safetensorsFile({ __metadata__: { format: "pt" }, ...GOOD }, new Uint8Array(16));
  const tensors = await readSafetensors(file);
  expect([...tensors.keys()]).toEqual(["a"]);
  expect(tensors.get("a")).toMatchObject({
    shape: [2, 2],
    type: "F32",
    length: 16,
    offset: file.source.size - 16,
  });
});

const refused: [string, ReturnType<typeof safetensorsFile>, string][] = [
  [
    "an empty file",
    { name: "model.safetensors", source: bufferSource(new Uint8Array(3)) },
    "model.safetensors is cut off: it has only 3 bytes.",
  ],
  [
    "a header longer than the file",
    safetensorsFile(GOOD, new Uint8Array(16), { headerLength: 5000n }),
    "model.safetensors is cut off: its header ends at byte 5008, the file at 81.",
  ],
  [
    "an absurd header length",
    safetensorsFile(GOOD, new Uint8Array(16), { headerLength: 1n << 60n }),
    "model.safetensors is not a safetensors file: its header would be 1152921504606847000 bytes long.",
  ],
  ["a header that is not JSON", safetensorsFile("{oops"), "model.safetensors, header is not JSON: "],
  [
    "an entry of another shape",
    safetensorsFile({ a: { dtype: "F32", shape: [2, -1], data_offsets: [0, 16] } }),
    "model.safetensors, header: a: shape.1: ",
  ],
  [
    "data that is cut off",
    safetensorsFile(GOOD, new Uint8Array(15)),
    "model.safetensors is cut off or damaged: a would lie in bytes 65 to 81 of 80.",
  ],
  [
    "offsets that run backwards",
    safetensorsFile({ a: { dtype: "F32", shape: [2, 2], data_offsets: [16, 0] } }, new Uint8Array(16)),
    "model.safetensors is cut off or damaged: a would lie in bytes",
  ],
];

test.each(refused)("%s is refused", async (_, file, message) => {
  await expect(readSafetensors(file)).rejects.toMatchObject({
    kind: "bad-checkpoint",
    message: expect.stringContaining(message),
  });
});

test("a length that does not fit the shape is refused where the tensor is needed", async () => {
  const file = safetensorsFile(
    { a: { dtype: "F16", shape: [2, 2], data_offsets: [0, 16] } },
    new Uint8Array(16),
  );
  const tensors = await readSafetensors(file);
  expect(() => requireTensor(tensors, "a", [2, 2])).toThrow(
    "model.safetensors: a takes 16 bytes where F16 [2,2] takes 8.",
  );
});

test("an unknown type is refused where the tensor is needed", async () => {
  const file = safetensorsFile(
    { a: { dtype: "F8_E4M3", shape: [2, 2], data_offsets: [0, 4] } },
    new Uint8Array(4),
  );
  const tensors = await readSafetensors(file);
  expect(() => requireTensor(tensors, "a", [2, 2])).toThrow("a is stored as F8_E4M3");
});

const TWO = { dtype: "F32", shape: [2], data_offsets: [8, 16] };
test.each([
  ["the same bytes", JSON.stringify({ ...GOOD, b: TWO }), "model.safetensors: b and a claim the same bytes."],
  [
    "one name twice",
    `{"a":${JSON.stringify(GOOD.a)}, "\\u0061" : ${JSON.stringify(TWO)}}`,
    "model.safetensors lists a twice",
  ],
])("entries that claim %s are refused, though the file is whole", async (_, header, message) => {
  const file = safetensorsFile(header, new Uint8Array(16));
  await expect(readSafetensors(file)).rejects.toMatchObject({
    message: expect.stringContaining(message),
    advice: expect.not.stringContaining("Download the file again"),
  });
});

test("a name within an entry, or in the metadata, is no second entry", async () => {
  const header = { __metadata__: { a: "a", dtype: "x" }, ...GOOD };
  expect([...(await readSafetensors(safetensorsFile(header, new Uint8Array(16)))).keys()]).toEqual(["a"]);
});

test("files without an index that hold a tensor each of the same name are refused", async () => {
  const files = ["one", "two"].map((name) => safetensorsFile(GOOD, new Uint8Array(16), { name }));
  await expect(readSafetensorsFiles(files, undefined)).rejects.toThrow("a is both in one and in two.");
});

test("shards are joined by their index; a missing shard and a wrong index are named", async () => {
  const one = safetensorsFile(GOOD, new Uint8Array(16), { name: "one.safetensors" });
  const two = safetensorsFile({ b: GOOD.a }, new Uint8Array(16), { name: "two.safetensors" });
  const index = (map: Record<string, string>) =>
    textFile("model.safetensors.index.json", JSON.stringify({ weight_map: map }));
  const both = { a: "one.safetensors", b: "two.safetensors" };
  expect((await readSafetensorsFiles([one, two], index(both))).get("b")?.file).toBe("two.safetensors");
  expect([...(await readSafetensorsFiles([one, two], undefined)).keys()]).toEqual(["a", "b"]);
  await expect(readSafetensorsFiles([one], index(both))).rejects.toThrow(
    "model.safetensors.index.json names the file two.safetensors, which is not there.",
  );
  await expect(readSafetensorsFiles([one], index({ c: "one.safetensors" }))).rejects.toThrow(
    "model.safetensors.index.json places c in one.safetensors, which does not hold it.",
  );
  await expect(readSafetensorsFiles([one], textFile("i.json", "[]"))).rejects.toThrow(
    "i.json: the document:",
  );
});
