import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../protocol/random.ts";
import type { Grid } from "../grid.ts";
import * as transforms from "./transforms.ts";

const side = fc.integer({ min: 1, max: 7 });
const grids: fc.Arbitrary<Grid> = fc.tuple(side, side).chain(([height, width]) =>
  fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: width, maxLength: width }), {
    minLength: height,
    maxLength: height,
  }),
);

const { shift, upscale, repeat, mirrorBeside, padBorder, chain, permuteColours, drawPermutation } =
  transforms;

const undone: Record<string, transforms.Invertible> = {
  ...transforms.DIHEDRAL,
  shift: shift(2, 3),
  "shift up and left": shift(-8, -1),
  "double size": upscale(2, 2),
  "double height": upscale(2, 1),
  "double width": upscale(1, 2),
  "repeat down": repeat(2, 1),
  "repeat across": repeat(1, 2),
  "repeat both": repeat(2, 2),
  "mirror right": mirrorBeside("across", false),
  "mirror left": mirrorBeside("across", true),
  "mirror below": mirrorBeside("down", false),
  "mirror above": mirrorBeside("down", true),
  border: padBorder(5),
  colours: permuteColours(drawPermutation(createRandom(1))),
  chain: chain(transforms.DIHEDRAL["rotate 90°"], upscale(2, 2)),
};

describe("transforms", () => {
  it.each(Object.entries(undone))("%s can be undone", (_, { apply, invert }) => {
    fc.assert(
      fc.property(grids, (grid) => {
        expect(invert(apply(grid))).toEqual(grid);
      }),
      { numRuns: 60 },
    );
  });

  it("turn and flip as they are called", () => {
    const grid = [
      [1, 2, 3],
      [4, 5, 6],
    ];
    expect(transforms.rotate90(grid)).toEqual([
      [4, 1],
      [5, 2],
      [6, 3],
    ]);
    expect(transforms.flipLeftRight(grid)).toEqual([
      [3, 2, 1],
      [6, 5, 4],
    ]);
    expect(transforms.flipUpDown(grid)).toEqual([
      [4, 5, 6],
      [1, 2, 3],
    ]);
    expect(transforms.transpose(grid)).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
    expect(transforms.antiTranspose(grid)).toEqual([
      [6, 3],
      [5, 2],
      [4, 1],
    ]);
    expect(shift(1, 1).apply(grid)).toEqual([
      [6, 4, 5],
      [3, 1, 2],
    ]);
  });

  it("form the group of the square: any two in a row are one of the eight", () => {
    const probe = [
      [1, 2],
      [3, 4],
    ];
    const results = Object.values(transforms.DIHEDRAL).map(({ apply }) => apply(probe));
    for (const first of results) {
      for (const { apply } of Object.values(transforms.DIHEDRAL))
        expect(results).toContainEqual(apply(first));
    }
  });

  it("draw permutations of the colours that keep the background", () => {
    const random = createRandom(7);
    for (let i = 0; i < 50; i++) {
      const permutation = drawPermutation(random);
      expect(permutation[0]).toBe(0);
      expect([...permutation].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
  });

  it("mirror, repeat and pad as they are called", () => {
    expect(mirrorBeside("across", false).apply([[1, 2]])).toEqual([[1, 2, 2, 1]]);
    expect(mirrorBeside("across", true).apply([[1, 2]])).toEqual([[2, 1, 1, 2]]);
    expect(repeat(1, 2).apply([[1, 2]])).toEqual([[1, 2, 1, 2]]);
    expect(upscale(1, 2).apply([[1, 2]])).toEqual([[1, 1, 2, 2]]);
    expect(padBorder(5).apply([[1]])).toEqual([
      [5, 5, 5],
      [5, 1, 5],
      [5, 5, 5],
    ]);
  });
});
