import { describe, expect, test } from "vitest";
import { PACKED_FORMATS, randomPacked } from "../../test/packedSamples.ts";
import { createRandom } from "../protocol/random.ts";
import { halfToFloat, unpackMatrix, unpackRows } from "./unpackMatrix.ts";

describe("unpackMatrix", () => {
  test("f16 and bf16 hold the even column in the low half of a word", () => {
    const f16 = { rows: 1, cols: 4, format: "f16", data: Uint32Array.of(0xc0003c00, 0x000135_55) } as const;
    expect([...unpackMatrix(f16)]).toEqual([1, -2, Math.fround(0.333251953125), 2 ** -24]);
    const bf16 = { rows: 2, cols: 2, format: "bf16", data: Uint32Array.of(0xc0003f80, 0x00000001) } as const;
    expect([...unpackMatrix(bf16)]).toEqual([1, -2, Math.fround(9.183549615799121e-41), 0]);
  });

  test("q8 holds signed bytes, lowest column first", () => {
    const data = new Uint32Array(16);
    data[0] = 0x80ff017f;
    data[8] = 2;
    const scales = Float32Array.of(0.5, 1, 4, 1);
    const values = unpackMatrix({ rows: 2, cols: 32, format: "q8", data, blockSize: 16, scales });
    expect([...values.slice(0, 4)]).toEqual([63.5, 0.5, -0.5, -64]);
    expect(values[32]).toBe(8);
  });

  test("q4 holds nibbles, lowest column first, with a minimum per block", () => {
    const data = new Uint32Array(8);
    data[0] = 0xf000001a;
    const values = unpackMatrix({
      rows: 1,
      cols: 64,
      format: "q4",
      data,
      blockSize: 32,
      scales: Float32Array.of(0.5, 3),
      mins: Float32Array.of(-1, 7),
    });
    expect([values[0], values[1], values[2], values[7], values[32]]).toEqual([4, -0.5, -1, 6.5, 7]);
  });

  test.each(PACKED_FORMATS)("rows of a %s matrix are those of the whole", (format) => {
    const matrix = randomPacked(createRandom(1), format, 5, 64);
    const whole = unpackMatrix(matrix);
    expect(unpackRows(matrix, [3, 0, 3])).toEqual(
      Float32Array.from([...whole.slice(192, 256), ...whole.slice(0, 64), ...whole.slice(192, 256)]),
    );
  });

  test("half precision: subnormal, largest, infinite, not a number", () => {
    expect([0x0000, 0x03ff, 0x7bff, 0xfc00].map(halfToFloat)).toEqual([
      0,
      1023 * 2 ** -24,
      65504,
      Number.NEGATIVE_INFINITY,
    ]);
    expect(halfToFloat(0x7e00)).toBeNaN();
  });
});
