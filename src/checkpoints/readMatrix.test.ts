import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { nodeFileSource } from "../../scripts/nodeFileSource.ts";
import { ggufFile } from "../../test/checkpointBytes.ts";
import type { PackedMatrix } from "../nn/packedMatrix.ts";
import { unpackMatrix } from "../nn/unpackMatrix.ts";
import { readGguf } from "./gguf/gguf.ts";
import { undoInterleavedRotation } from "./gguf/rowOrder.ts";
import { readMatrix, readVector } from "./readMatrix.ts";
import { readSafetensors } from "./safetensors.ts";
import { requireTensor } from "./tensorFile.ts";

const FOLDER = fileURLToPath(new URL("../../test/fixtures/checkpoints/", import.meta.url));
const SHAPE = [3, 512] as const;

const quantised = (await readGguf(await nodeFileSource(`${FOLDER}quantised.gguf`))).tensors;
const expected = await readSafetensors(await nodeFileSource(`${FOLDER}quantised.expected.safetensors`));

test.each([
  ["F32", "f32", undefined],
  ["F16", "f16", undefined],
  ["BF16", "bf16", undefined],
  ["Q8_0", "q8", 32],
  ["Q5_0", "q8", 32],
  ["Q6_K", "q8", 16],
  ["Q4_0", "q4", 32],
  ["Q4_1", "q4", 32],
  ["Q4_K", "q4", 32],
  ["Q3_K", "q8", 16],
  ["IQ4_NL", "q8", 32],
  ["IQ4_XS", "q8", 32],
  ["Q5_1", "f32", undefined],
  ["Q5_K", "f32", undefined],
  ["Q2_K", "f32", undefined],
])("%s becomes %s with exactly the values of the reference", async (type, format, blockSize) => {
  const matrix = await readMatrix(requireTensor(quantised, type, SHAPE));
  expect(matrix.format).toBe(format);
  expect("blockSize" in matrix ? matrix.blockSize : undefined).toBe(blockSize);
  const reference = await readMatrix(requireTensor(expected, type, SHAPE));
  const values = unpackMatrix(matrix);
  const wanted = unpackMatrix(reference);
  // Not toEqual: a zero's sign may differ (8·d − 8·d against 0·d).
  expect(values.findIndex((value, i) => value !== wanted[i])).toBe(-1);
});

test("a type that cannot be read is named", () => {
  expect(() => requireTensor(quantised, "IQ2_XS", SHAPE)).toThrow(
    "quantised.gguf: IQ2_XS is stored as IQ2_XS, which this page cannot read.",
  );
});

test("a wrong shape, a missing tensor and rows that are no whole blocks are named", async () => {
  expect(() => requireTensor(quantised, "Q8_0", [3, 256])).toThrow(
    "quantised.gguf: Q8_0 has the shape [3,512] where the configuration asks for [3,256].",
  );
  expect(() => requireTensor(quantised, "other", SHAPE)).toThrow("The checkpoint lacks the tensor other.");
  const file = ggufFile({
    tensors: [{ name: "odd", dimensions: [48, 2], type: 8, data: new Uint8Array(102) }],
  });
  const { tensors } = await readGguf(file);
  expect(() => requireTensor(tensors, "odd", [2, 48])).toThrow(
    "model.gguf: odd has rows of 48, not a multiple of the 32 of a Q8_0 block.",
  );
});

test("a damaged scale is noticed", async () => {
  const data = new Uint8Array(34);
  data.set([0x00, 0x7e]); // NaN in half precision
  const file = ggufFile({ tensors: [{ name: "bad", dimensions: [32, 1], type: 8, data }] });
  const { tensors } = await readGguf(file);
  await expect(readMatrix(requireTensor(tensors, "bad", [1, 32]))).rejects.toThrow(
    "model.gguf is damaged: bad holds values that are no numbers.",
  );
});

test("a quantised vector is refused", async () => {
  const file = ggufFile({
    tensors: [{ name: "gain", dimensions: [32], type: 8, data: new Uint8Array(34) }],
  });
  const { tensors } = await readGguf(file);
  await expect(readVector(requireTensor(tensors, "gain", [32]))).rejects.toThrow(
    "model.gguf: gain is a vector stored as Q8_0, which is unusual.",
  );
});

test("the rows of q and k go back to halves, in every format", () => {
  const headDim = 4;
  const rows = 8;
  // llama.cpp's order of rows 0…7 with heads of 4: (0, 2, 1, 3), (4, 6, 5, 7).
  const stored = [0, 2, 1, 3, 4, 6, 5, 7];
  const words = (perRow: number) =>
    Uint32Array.from(
      { length: rows * perRow },
      (_, i) => stored[Math.floor(i / perRow)]! * 100 + (i % perRow),
    );
  const floats = (perRow: number) => Float32Array.from(words(perRow));
  const matrices: PackedMatrix[] = [
    { rows, cols: 2, format: "f32", data: floats(2) },
    { rows, cols: 4, format: "bf16", data: words(2) },
    { rows, cols: 32, format: "q8", blockSize: 16, data: words(8), scales: floats(2) },
    { rows, cols: 32, format: "q4", blockSize: 32, data: words(4), scales: floats(1), mins: floats(1) },
  ];
  for (const matrix of matrices) {
    const restored = undoInterleavedRotation(matrix, headDim);
    const perRow = restored.data.length / rows;
    for (let row = 0; row < rows; row++) expect(restored.data[row * perRow]).toBe(row * 100);
    if ("scales" in restored) expect(restored.scales[(restored.scales.length / rows) * 5]).toBe(500);
    if ("mins" in restored) expect([...restored.mins]).toEqual([0, 100, 200, 300, 400, 500, 600, 700]);
  }
});
