import { expect, test } from "vitest";
import { type GgufParts, ggufFile } from "../../../test/checkpointBytes.ts";
import { requireTensor } from "../tensorFile.ts";
import { readGguf } from "./gguf.ts";

const TENSOR = { name: "t", dimensions: [4, 2], type: 0, data: new Uint8Array(32) };

test("reads entries of several types and the tensors, outermost dimension first", async () => {
  const { metadata, tensors } = await readGguf(
    ggufFile({
      entries: {
        a: { type: "u32", value: 7 },
        b: { type: "string", value: "größe" },
        c: { type: "strings", value: ["x", "\uFEFFy"] },
        d: { type: "f32", value: 0.5 },
        e: { type: "raw", typeNumber: 10, bytes: [1, 0, 0, 0, 1, 0, 0, 0] },
        f: { type: "raw", typeNumber: 5, bytes: [255, 255, 255, 255] },
        g: { type: "i32s", value: [3, -1] },
      },
      tensors: [TENSOR],
    }),
  );
  expect(metadata.number("a")).toBe(7);
  expect(metadata.string("b")).toBe("größe");
  expect(metadata.strings("c")).toEqual(["x", "\uFEFFy"]);
  expect(metadata.number("d")).toBe(0.5);
  expect(metadata.number("e")).toBe(2 ** 32 + 1);
  expect(metadata.number("f")).toBe(-1);
  expect(metadata.numbers("g")).toEqual([3, -1]);
  expect(metadata.optionalNumber("none")).toBeNull();
  expect(requireTensor(tensors, "t", [2, 4])).toMatchObject({ type: "F32", length: 32 });
});

test("a wrong or missing entry is named", async () => {
  const { metadata } = await readGguf(ggufFile({ entries: { a: { type: "u32", value: 7 } } }));
  expect(() => metadata.string("a")).toThrow("model.gguf: the entry a is not a string.");
  expect(() => metadata.strings("a")).toThrow("model.gguf: the entry a is not a list.");
  expect(() => metadata.number("b")).toThrow("model.gguf lacks the entry b.");
});

const refused: [string, GgufParts, string, string][] = [
  [
    "another file",
    { magic: "GGML" },
    "bad-checkpoint",
    'model.gguf is not a GGUF file: it does not begin with "GGUF".',
  ],
  ["version 1", { version: 1 }, "unsupported", "model.gguf is a GGUF file of version 1;"],
  [
    "a big-endian file",
    { version: 3 << 24 },
    "unsupported",
    "model.gguf is a GGUF file in big-endian order;",
  ],
  [
    "a header cut off",
    { tensors: [TENSOR], cut: 80 },
    "bad-checkpoint",
    "model.gguf is cut off or damaged: its header",
  ],
  [
    "absurd counts",
    { tensorCount: 2 ** 50 },
    "bad-checkpoint",
    "model.gguf is damaged: it claims 1125899906842624 tensors",
  ],
  [
    "an unknown value type",
    { entries: { a: { type: "raw", typeNumber: 99, bytes: [] } } },
    "bad-checkpoint",
    "model.gguf is damaged: a has the unknown value type 99.",
  ],
  [
    "an absurd list",
    { entries: { a: { type: "raw", typeNumber: 9, bytes: [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0] } } },
    "bad-checkpoint",
    "model.gguf is damaged: a has 4294967296 items.",
  ],
  [
    "an alignment that is none",
    { entries: { "general.alignment": { type: "u32", value: 0 } } },
    "bad-checkpoint",
    "model.gguf is damaged: its alignment is 0.",
  ],
  [
    "a tensor listed twice",
    { tensors: [TENSOR, TENSOR] },
    "bad-checkpoint",
    "model.gguf is damaged: it lists t twice.",
  ],
  [
    "too many dimensions",
    { tensors: [{ ...TENSOR, dimensions: [1, 1, 1, 1, 1] }] },
    "bad-checkpoint",
    "model.gguf is damaged: t has 5 dimensions.",
  ],
];

test.each(refused)("%s is refused", async (_, parts, kind, message) => {
  await expect(readGguf(ggufFile(parts))).rejects.toMatchObject({
    kind,
    message: expect.stringContaining(message),
  });
});

test("data that is cut off or lies outside the file is refused where the tensor is needed", async () => {
  const cut = await readGguf(ggufFile({ tensors: [TENSOR], cut: 1 }));
  expect(() => requireTensor(cut.tensors, "t", [2, 4])).toThrow(
    /model\.gguf is cut off: t ends at byte \d+, the file at/,
  );
  const outside = await readGguf(ggufFile({ tensors: [{ ...TENSOR, offset: 2 ** 40 }] }));
  expect(() => requireTensor(outside.tensors, "t", [2, 4])).toThrow(
    "model.gguf is cut off: t ends at byte 1099",
  );
});

test("types are named, also those unknown", async () => {
  const { tensors } = await readGguf(
    ggufFile({
      tensors: [
        { ...TENSOR, type: 17 },
        { ...TENSOR, name: "u", type: 77 },
      ],
    }),
  );
  expect(() => requireTensor(tensors, "t", [2, 4])).toThrow("t is stored as IQ2_XS");
  expect(() => requireTensor(tensors, "u", [2, 4])).toThrow("u is stored as type 77");
});
