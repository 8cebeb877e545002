import type { Random } from "../../../protocol/random.ts";
import { at, coloursOf, type Grid, mapGrid, type Size, sizeOf } from "../grid.ts";
import { between, drawCanvas, isOneRow } from "./canvas.ts";
import { placesOf, scatter } from "./content.ts";
import { drawCorner, drawDirection, facing, facingCorner, flipAcross, symmetriesOf } from "./direction.ts";
import { D4_COLOURS, EVERY, type Family, family } from "./family.ts";
import { drawPalette } from "./palette.ts";

/** A few cells, all in different places, of one palette. */
function drawSeeds(
  random: Random,
  limit: Size,
  wish: { min?: number; colours?: readonly [number, number]; most?: (size: Size) => number },
): (random: Random) => Grid {
  const canvas = drawCanvas(random, limit, { min: wish.min ?? 3 });
  const [least, most] = wish.colours ?? [1, 3];
  const palette = drawPalette(random, least, most);
  return (each) => {
    const size = canvas.next(each);
    const count = between(
      each,
      1,
      wish.most?.(size) ?? Math.max(1, Math.floor(Math.max(size.height, size.width) / 2)),
    );
    return scatter(each, size, count, palette(each));
  };
}

/** The colour first met from a cell in one direction; 0 where there is none. */
export function seen(grid: Grid, row: number, column: number, dy: number, dx: number): number {
  for (let i = 1; ; i++) {
    const colour = at(grid, row + i * dy, column + i * dx);
    if (colour !== 0) return Math.max(0, colour);
  }
}

const ray = family({
  name: "rays",
  about: "Every cell sends out a ray until something is in its way.",
  oneRow: true,
  anyInput: true,
  draw: (random, limit) => {
    const direction = drawDirection(random, limit);
    return {
      rule: facing(direction, (grid) =>
        mapGrid(grid, (colour, y, x) => (colour > 0 ? colour : seen(grid, y, x, 0, -1))),
      ),
      input: drawSeeds(random, limit, { most: (size) => Math.max(2, size.height) }),
      symmetries: ["permute_colours", flipAcross(direction)],
    };
  },
});

const diagonalRay = family({
  name: "diagonal rays",
  about: "Every cell sends out a diagonal ray.",
  anyInput: true,
  draw: (random, limit) => {
    const corner = drawCorner(random);
    return {
      rule: facingCorner(corner, (grid) =>
        mapGrid(grid, (colour, y, x) => (colour > 0 ? colour : seen(grid, y, x, -1, -1))),
      ),
      input: drawSeeds(random, limit, { most: () => 3 }),
      symmetries: ["permute_colours", ...symmetriesOf(corner)],
    };
  },
});

const dashedRay = family({
  name: "dashed rays",
  about: "Every cell sends out a ray with gaps.",
  oneRow: true,
  draw: (random, limit) => {
    const direction = drawDirection(random, limit);
    const period = Math.max(limit.height, limit.width) > 5 ? between(random, 2, 3) : 2;
    const most = isOneRow(limit) ? 1 : 2;
    return {
      rule: facing(direction, (grid) =>
        mapGrid(grid, (colour, y, x) => {
          if (colour > 0) return colour;
          for (let from = x - period; from >= 0; from -= period)
            if (at(grid, y, from) > 0) return at(grid, y, from);
          return 0;
        }),
      ),
      input: drawSeeds(random, limit, { min: 4, most: () => most }),
      symmetries: ["permute_colours", flipAcross(direction)],
    };
  },
});

const cross = family({
  name: "crosses",
  about: "Lines run through every cell, across the grid and down it.",
  draw: (random, limit) => ({
    rule: (grid) => {
      const colour = coloursOf(grid)[0] ?? 0;
      const rows = grid.map((row) => row.some((cell) => cell > 0));
      return mapGrid(grid, (cell, y, x) =>
        cell === 0 && (rows[y] || grid.some((row) => (row[x] ?? 0) > 0)) ? colour : cell,
      );
    },
    input: drawSeeds(random, limit, { colours: [1, 1], most: () => 2 }),
    symmetries: EVERY,
  }),
});

const diagonalCross = family({
  name: "diagonal crosses",
  about: "Both diagonals run through every cell.",
  minSide: 4,
  draw: (random, limit) => ({
    rule: (grid) => {
      const seeds = placesOf(sizeOf(grid)).filter(([y, x]) => at(grid, y, x) > 0);
      return mapGrid(grid, (colour, y, x) => {
        const seed = seeds.find(([row, column]) => Math.abs(row - y) === Math.abs(column - x));
        return colour > 0 || seed === undefined ? colour : at(grid, seed[0], seed[1]);
      });
    },
    input: drawSeeds(random, limit, { min: 4, colours: [1, 1], most: () => 2 }),
    symmetries: D4_COLOURS,
  }),
});

const borderRay = family({
  name: "lines from the border",
  about: "Every cell on the border sends a line across the grid.",
  minSide: 4,
  draw: (random, limit) => {
    const palette = drawPalette(random, 1, 1);
    const canvas = drawCanvas(random, limit, { min: 4 });
    return {
      rule: (grid) => {
        const { height, width } = sizeOf(grid);
        const ends = (cells: readonly number[]) => Math.max(cells[0] ?? 0, cells.at(-1) ?? 0);
        return mapGrid(grid, (colour, y, x) => {
          const across = y > 0 && y < height - 1 ? ends(grid[y] ?? []) : 0;
          const down = x > 0 && x < width - 1 ? ends(grid.map((row) => row[x] ?? 0)) : 0;
          return colour > 0 ? colour : Math.max(across, down);
        });
      },
      // Some cells within the grid, too: they send nothing.
      input: (each) => scatter(each, canvas.next(each), between(each, 2, 4), palette(each)),
      symmetries: D4_COLOURS,
    };
  },
});

/** Lines that start in a cell and run to the wall. */
export const RAYS: readonly Family[] = [ray, diagonalRay, dashedRay, cross, diagonalCross, borderRay];
