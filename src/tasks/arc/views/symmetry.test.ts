import { describe, expect, it } from "vitest";
import { createRandom } from "../../../protocol/random.ts";
import { type Grid, gridKey } from "../grid.ts";
import { PAIR_SYMMETRIES, type PairSymmetry } from "./pairSymmetries.ts";
import { drawCombined, drawTransform, geometryOf } from "./symmetry.ts";

const grid: Grid = [
  [1, 2, 0],
  [3, 4, 5],
];

describe("pair symmetries", () => {
  const groups: [PairSymmetry[], number][] = [
    [[], 1],
    [["flip_left_right"], 2],
    [["rotate"], 4],
    [["flip_left_right", "flip_up_down"], 4],
    [["flip_left_right", "transpose"], 8],
    [["rotate", "flip_up_down"], 8],
    [["permute_colours", "shift"], 1],
  ];
  it.each(groups)("%j generate %i geometric transforms", (symmetries, count) => {
    expect(geometryOf(symmetries)).toHaveLength(count);
    expect(geometryOf(symmetries)[0]?.apply(grid)).toEqual(grid);
  });

  it.each(PAIR_SYMMETRIES)("%s changes a grid and keeps its cells", (symmetry) => {
    const random = createRandom(1);
    const drawn = Array.from({ length: 10 }, () => drawTransform(symmetry, random)(grid));
    expect(drawn.some((changed) => gridKey(changed) !== gridKey(grid))).toBe(true);
    for (const changed of drawn) expect(changed.flat().filter((colour) => colour === 0)).toHaveLength(1);
  });

  it("combines what is named, and nothing else", () => {
    const random = createRandom(2);
    for (let i = 0; i < 20; i++) {
      expect([grid, grid.map((row) => row.toReversed())]).toContainEqual(
        drawCombined(["flip_left_right"], random)(grid),
      );
      expect(drawCombined(["shift"], random)(grid).flat().sort()).toEqual(grid.flat().sort());
    }
  });

  it("is the same transform for every grid it is given", () => {
    const apply = drawCombined([...PAIR_SYMMETRIES], createRandom(3));
    expect(apply(grid)).toEqual(apply(grid));
  });
});
