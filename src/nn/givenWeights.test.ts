import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PACKED_FORMATS } from "../../test/packedSamples.ts";
import { TINY_CONFIG, tinyWeights } from "../../test/tinyModel.ts";
import { DecoderWeights } from "./decoderWeights.ts";
import { createWasmKernels, type WasmKernels } from "./kernels/wasm/wasmKernels.ts";
import type { PackedMatrix } from "./packedMatrix.ts";

let kernels: WasmKernels;
beforeAll(async () => {
  kernels = await createWasmKernels({ threads: 1 });
  await tf.setBackend(kernels.backendName);
});
afterAll(() => kernels.dispose());

/** All values as they are stored: floats that are equal may differ in their bits. */
const bitsOf = (matrix: PackedMatrix) =>
  [matrix.data, "scales" in matrix ? matrix.scales : [], "mins" in matrix ? matrix.mins : []].map((values) =>
    values instanceof Float32Array ? [...new Uint32Array(Float32Array.from(values).buffer)] : [...values],
  );

test.each(PACKED_FORMATS)("matrices of %s are read back from the kernels' memory bit for bit", (format) => {
  const given = tinyWeights(TINY_CONFIG, 3, format);
  const held = new DecoderWeights(given, kernels);
  // The memory moves as it grows.
  const other = kernels.frozen({
    rows: 2048,
    cols: 2048,
    format: "f32",
    data: new Float32Array(2048 * 2048),
  });
  const all = held.given.all();
  for (const [layer, { linears }] of given.layers.entries()) {
    for (const name of ["q_proj", "down_proj"] as const) {
      const { data: _, ...form } = held.given.linear(layer, name);
      expect(form).toMatchObject({ rows: linears[name].rows, cols: linears[name].cols, format });
      expect(bitsOf(held.given.linear(layer, name))).toEqual(bitsOf(linears[name]));
      expect(bitsOf(all.layers[layer]!.linears[name])).toEqual(bitsOf(linears[name]));
    }
  }
  expect(bitsOf(all.embedding)).toEqual(bitsOf(given.embedding));
  expect(all.head && bitsOf(all.head)).toEqual(given.head && bitsOf(given.head));
  other.dispose();
  held.dispose();
});

test("what was given is not held beside the kernels' memory", async () => {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const load = () => {
    const given = tinyWeights({ ...TINY_CONFIG, tiedEmbeddings: true }, 4, "q8");
    const { q_proj, down_proj } = given.layers[1]!.linears;
    const arrays = [q_proj.data, down_proj.data, given.embedding.data].map((data) => new WeakRef(data));
    return { held: new DecoderWeights(given, kernels), arrays };
  };
  const { held, arrays } = load();
  // An object whose reference was asked for lives until the end of the task.
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  expect(arrays.map((array) => array.deref())).toEqual([undefined, undefined, undefined]);
  expect(held.given.embedding().rows).toBe(TINY_CONFIG.vocabSize);
  held.dispose();
});
