import { at, cloneGrid, filledGrid, type Grid, sizeOf } from "../grid.ts";
import type { Transform } from "../views/transforms.ts";
import { between, drawCanvas, isOneRow } from "./canvas.ts";
import { placesOf, scatter } from "./content.ts";
import { along, drawAxis } from "./direction.ts";
import { D4, D4_COLOURS, type Family, FLIPS, family } from "./family.ts";
import { drawColour, drawPalette } from "./palette.ts";

const magnet = family({
  name: "magnet",
  about: "Cells in line with the magnet move up to it.",
  oneRow: true,
  draw: (random, limit) => {
    const magnetColour = drawColour(random);
    const canvas = drawCanvas(random, limit, { min: 4 });
    const palette = drawPalette(random, 1, 3, [magnetColour]);
    return {
      rule: (grid) => {
        const moved = cloneGrid(grid);
        for (const [row, column] of placesOf(sizeOf(grid))) {
          if (at(grid, row, column) === magnetColour) pullFourWays(moved, row, column);
        }
        return moved;
      },
      input: (each) => {
        const size = canvas.next(each);
        const count = between(each, 2, isOneRow(limit) ? 4 : size.height + size.width - 4);
        return scatter(each, size, count + 1, [
          magnetColour,
          ...each.shuffle(repeated(palette(each), count)),
        ]);
      },
      symmetries: D4,
    };
  },
});

function repeated(colours: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, i) => colours[i % colours.length]!);
}

function pullFourWays(grid: number[][], row: number, column: number): void {
  for (const [dy, dx] of [
    [0, 1],
    [1, 0],
    [0, -1],
    [-1, 0],
  ] as const) {
    const waiting: number[] = [];
    for (let i = 1; at(grid, row + i * dy, column + i * dx) >= 0; i++) {
      const colour = at(grid, row + i * dy, column + i * dx);
      if (colour > 0) waiting.push(colour);
      grid[row + i * dy]![column + i * dx] = 0;
    }
    waiting.forEach((colour, i) => {
      grid[row + (i + 1) * dy]![column + (i + 1) * dx] = colour;
    });
  }
}

const meet = family({
  name: "meet in the middle",
  about: "Two cells of a line move towards each other until they meet.",
  minSide: 5,
  oneRow: true,
  draw: (random, limit) => {
    const axis = drawAxis(random, limit);
    const canvas = drawCanvas(random, limit, { min: isOneRow(limit) ? 6 : 5 });
    const palette = drawPalette(random, 2, 4);
    return {
      rule: along(axis, (grid) =>
        grid.map((row) => {
          const places = row.flatMap((colour, x) => (colour > 0 ? [x] : []));
          const [left, right] = places;
          if (left === undefined || right === undefined || places.length > 2) return row;
          const steps = Math.floor((right - left - 1) / 2);
          const moved = new Array<number>(row.length).fill(0);
          moved[left + steps] = row[left] ?? 0;
          moved[right - steps] = row[right] ?? 0;
          return moved;
        }),
      ),
      input: (each) =>
        along(axis, (grid) => {
          const colours = palette(each);
          return grid.map((row) => {
            const pair = each.below(2) === 0 || grid.length === 1 ? 2 : 0;
            return scatter(each, { height: 1, width: row.length }, pair, each.shuffle(colours))[0]!;
          });
        })(filledGrid(canvas.next(each))),
      symmetries: [...FLIPS, "permute_colours"],
    };
  },
});

const nearestWall = family({
  name: "to the nearest wall",
  about: "Every cell moves to the wall that is nearest.",
  minSide: 5,
  oneRow: true,
  draw: (random, limit) => {
    const canvas = drawCanvas(random, limit, { min: isOneRow(limit) ? 6 : 5 });
    const palette = drawPalette(random, 1, 3);
    return {
      rule: toNearestWalls,
      input: (each) => {
        const size = canvas.next(each);
        const most = size.height === 1 ? 2 : Math.max(size.height, size.width) - 2;
        const grid = scatter(each, size, between(each, 1, most), palette(each));
        // Two cells that end in the same place would hide one another.
        const cells = (counted: Grid) => counted.flat().filter((colour) => colour > 0).length;
        return cells(toNearestWalls(grid)) === cells(grid) ? grid : null;
      },
      symmetries: D4_COLOURS,
    };
  },
});

/** Along each axis that is longer than one cell; a cell with two nearest walls stays. */
const toNearestWalls: Transform = (grid) => {
  const { height, width } = sizeOf(grid);
  const moved = filledGrid({ height, width });
  for (const [y, x] of placesOf({ height, width })) {
    const colour = at(grid, y, x);
    if (colour === 0) continue;
    const targets = [
      ...(height > 1 ? [[y, 0, x] as const, [height - 1 - y, height - 1, x] as const] : []),
      ...(width > 1 ? [[x, y, 0] as const, [width - 1 - x, y, width - 1] as const] : []),
    ];
    const least = Math.min(...targets.map(([distance]) => distance));
    const nearest = targets.filter(([distance]) => distance === least);
    const [, row, column] = nearest.length === 1 ? nearest[0]! : [0, y, x];
    moved[row]![column] = colour;
  }
  return moved;
};

/** Cells that move towards something. */
export const ATTRACTION: readonly Family[] = [magnet, meet, nearestWall];
