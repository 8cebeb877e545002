import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Grid } from "../../grid.ts";
import { flipLeftRight, flipUpDown, rotate90 } from "../../views/transforms.ts";
import {
  cellsIn,
  cellsOfText,
  cleared,
  pasted,
  type Region,
  recoloured,
  regionBetween,
  regionWithin,
  textOfCells,
  turned,
  wholeOf,
} from "./regions.ts";

const grid: Grid = [
  [1, 2, 3],
  [4, 5, 6],
];

const grids = fc
  .tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }))
  .chain(([height, width]) =>
    fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: width, maxLength: width }), {
      minLength: height,
      maxLength: height,
    }),
  );
const places = fc
  .tuple(grids, fc.nat(), fc.nat(), fc.nat(), fc.nat())
  .map(([cells, a, b, c, d]): [Grid, Region] => {
    const [height, width] = [cells.length, cells[0]!.length];
    return [cells, regionBetween([a % height, b % width], [c % height, d % width])];
  });

describe("a region", () => {
  it("lies between two cells, whichever comes first, and within a grid that became smaller", () => {
    expect(regionBetween([1, 2], [0, 1])).toEqual({ top: 0, left: 1, bottom: 1, right: 2 });
    expect(regionWithin([[1]], wholeOf(grid))).toEqual(wholeOf([[1]]));
    expect(regionWithin([[1]], { top: 1, left: 0, bottom: 1, right: 0 })).toBeNull();
  });

  it("is copied and laid over another place, cut off at the edges", () => {
    const patch = cellsIn(grid, regionBetween([0, 0], [1, 1]));
    expect(pasted(grid, patch, [1, 1])).toEqual([
      [1, 2, 3],
      [4, 1, 2],
    ]);
    expect(pasted(grid, patch, [0, 0])).toBe(grid);
  });

  it("is emptied, and one colour in it becomes another", () => {
    const right = regionBetween([0, 1], [1, 2]);
    expect(cleared(grid, right, 0)).toEqual([
      [1, 0, 0],
      [4, 0, 0],
    ]);
    expect(recoloured(grid, right, 5, 9)[1]).toEqual([4, 9, 6]);
    expect(recoloured(grid, right, 1, 9)).toBe(grid);
  });

  it("is turned where it is; a whole grid turns with its size", () => {
    expect(turned(grid, wholeOf(grid), rotate90)).toEqual([
      [4, 1],
      [5, 2],
      [6, 3],
    ]);
    expect(turned(grid, regionBetween([0, 0], [0, 1]), rotate90)).toEqual([
      [1, 0, 3],
      [2, 5, 6],
    ]);
    const row = [new Array<number>(40).fill(1)];
    expect(turned(row, wholeOf(row), rotate90)).toBe(row);
  });

  it("mirrored twice is as it was, and four quarter turns of a square too", () => {
    fc.assert(
      fc.property(places, ([cells, region]) => {
        for (const mirror of [flipLeftRight, flipUpDown]) {
          expect(turned(turned(cells, region, mirror), region, mirror)).toEqual(cells);
        }
        const side = Math.min(region.bottom - region.top, region.right - region.left);
        const square = { ...region, bottom: region.top + side, right: region.left + side };
        let next = cells;
        for (let i = 0; i < 4; i++) next = turned(next, square, rotate90);
        expect(next).toEqual(cells);
      }),
      { numRuns: 40 },
    );
  });
});

describe("cells as text", () => {
  it("come back as they were", () => {
    fc.assert(
      fc.property(grids, (cells) => {
        expect(cellsOfText(textOfCells(cells))).toEqual(cells);
      }),
      { numRuns: 40 },
    );
  });

  it.each<[string, Grid | null]>([
    [
      "01\n23",
      [
        [0, 1],
        [2, 3],
      ],
    ],
    [
      "0\t1\r\n2\t3\r\n",
      [
        [0, 1],
        [2, 3],
      ],
    ],
    [
      "[[0, 1], [2, 3]]",
      [
        [0, 1],
        [2, 3],
      ],
    ],
    ["7", [[7]]],
    ["1 2\n3", null],
    ["1 2 a", null],
    ['{"train": []}', null],
    ["", null],
    ["10 11", null],
  ])("are read of %j", (text, cells) => {
    expect(cellsOfText(text)).toEqual(cells);
  });
});
