import type { Random } from "../../../protocol/random.ts";
import { colourCounts, coloursOf, filledGrid, type Grid, mapGrid, type Size, sizeOf } from "../grid.ts";
import { between, drawCanvas, isOneRow } from "./canvas.ts";
import { drawContent, drawNoise, scatter } from "./content.ts";
import {
  along,
  drawAxis,
  drawCorner,
  drawDirection,
  facing,
  facingCorner,
  symmetriesOf,
} from "./direction.ts";
import { EVERY, type Family, FLIPS, family } from "./family.ts";
import { drawHalfCanvas, halvesOf, joinHalves } from "./halves.ts";
import { drawColour, drawColours, drawPair, drawPalette } from "./palette.ts";
import { mostCommon } from "./recolour.ts";

/** Single cells of one colour: up to as many as `most`. */
function drawCells(random: Random, limit: Size, most: (size: Size) => number): (random: Random) => Grid {
  const canvas = drawCanvas(random, limit, { min: 3, square: !isOneRow(limit) });
  const palette = drawPalette(random, 1, 1);
  return (each) => {
    const size = canvas.next(each);
    return scatter(each, size, between(each, 1, most(size)), palette(each));
  };
}

function countOf(grid: Grid): number {
  return grid.flat().filter((colour) => colour > 0).length;
}

const countStrip = family({
  name: "count as a strip",
  about: "The answer is a strip with as many cells as there are coloured ones.",
  oneRow: true,
  draw: (random, limit) => ({
    rule: (grid) => [new Array<number>(Math.max(1, countOf(grid))).fill(coloursOf(grid)[0] ?? 0)],
    input: drawCells(random, limit, () => Math.min(limit.width, 9)),
    symmetries: [...FLIPS, "permute_colours", "shift"],
  }),
});

const countBar = family({
  name: "count as a bar",
  about:
    "The answer is a row as long as the grid is wide, filled from the left with the number of coloured cells.",
  draw: (random, limit) => ({
    rule: (grid) => {
      const count = countOf(grid);
      return [(grid[0] ?? []).map((_, x) => (x < count ? (coloursOf(grid)[0] ?? 0) : 0))];
    },
    input: drawCells(random, limit, ({ width }) => width),
    symmetries: ["flip_up_down", "permute_colours"],
  }),
});

const countDiagonal = family({
  name: "count along the diagonal",
  about: "As many cells of the diagonal are coloured as there are coloured cells.",
  draw: (random, limit) => {
    const corner = drawCorner(random);
    return {
      rule: facingCorner(corner, (grid) => {
        const [colour, count] = [coloursOf(grid)[0] ?? 0, countOf(grid)];
        return mapGrid(grid, (_, y, x) => (y === x && y < count ? colour : 0));
      }),
      input: drawCells(random, limit, ({ width }) => width),
      symmetries: ["permute_colours", ...symmetriesOf(corner)],
    };
  },
});

const countSquare = family({
  name: "count as a square",
  about: "The answer is a square whose side is the number of coloured cells.",
  draw: (random, limit) => ({
    rule: (grid) => {
      const side = Math.max(1, countOf(grid));
      return filledGrid({ height: side, width: side }, coloursOf(grid)[0] ?? 0);
    },
    input: drawCells(random, limit, () => Math.min(limit.height, limit.width, 5)),
    symmetries: EVERY,
  }),
});

const mostCommonCell = family({
  name: "most common colour",
  about: "The answer is a single cell of the most common colour.",
  oneRow: true,
  draw: (random, limit) => {
    const content = drawContent(random, limit, { colours: [2, 4] });
    return {
      rule: (grid) => [[mostCommon(grid)[0] ?? 0]],
      input: (each) => {
        const grid = content(each);
        return mostCommon(grid).length === 1 ? grid : null;
      },
      symmetries: EVERY,
    };
  },
});

const fullerHalf = family({
  name: "fuller half",
  about: "The half with more (or with fewer) coloured cells remains.",
  minSide: 5,
  draw: (random, limit) => {
    const line = drawColour(random);
    const axis = drawAxis(random, limit);
    const fuller = random.next() < 0.5;
    const canvas = drawHalfCanvas(random, limit, axis, true);
    const palette = drawPalette(random, 1, 3, [line]);
    return {
      rule: (grid) => {
        const [first, second] = halvesOf(grid, axis);
        return countOf(first) > countOf(second) === fuller ? first : second;
      },
      input: (each) => {
        const size = canvas.next(each);
        const half = () => drawNoise(each, size, 0.3 + 0.4 * each.next(), palette(each));
        const [first, second] = [half(), half()];
        return countOf(first) === countOf(second) ? null : joinHalves(first, second, axis, line);
      },
      symmetries: [...FLIPS, "permute_colours"],
    };
  },
});

const sortBars = family({
  name: "sort the bars",
  about: "Bars are sorted by their length.",
  minSide: 4,
  draw: (random, limit) => {
    const direction = drawDirection(random, limit);
    const canvas = drawCanvas(random, limit, { min: 4 });
    const sameColour = random.next() < 0.5;
    const palette = drawPalette(random, 1, 1);
    return {
      rule: facing(direction, (grid) => {
        const bars = grid.filter((row) => row.some((colour) => colour > 0));
        const length = (row: readonly number[]) => row.filter((colour) => colour > 0).length;
        const sorted = bars.toSorted((a, b) => length(a) - length(b));
        return grid.map((row) => (row.some((colour) => colour > 0) ? sorted.shift()! : row));
      }),
      input: (each) =>
        facing(direction, (grid) => {
          const { height, width } = sizeOf(grid);
          const count = Math.min(height, width);
          const lengths = each.shuffle(Array.from({ length: width }, (_, i) => i + 1)).slice(0, count);
          const colours = sameColour ? palette(each) : drawColours(each, count);
          return grid.map((row, y) =>
            row.map((_, x) => (x < (lengths[y] ?? 0) ? colours[y % colours.length]! : 0)),
          );
        })(filledGrid(canvas.next(each))),
      symmetries: ["permute_colours"],
    };
  },
});

const barHeights = family({
  name: "bars by height",
  about: "The longest bar gets one colour, the shortest another.",
  minSide: 4,
  draw: (random, limit) => {
    const direction = drawDirection(random, limit);
    const [longest, shortest] = drawPair(random);
    const canvas = drawCanvas(random, limit, { min: 4 });
    const palette = drawPalette(random, 1, 1, [longest, shortest]);
    return {
      rule: facing(direction, (grid) => {
        const lengths = grid.map((row) => row.filter((colour) => colour > 0).length);
        const [most, least] = [Math.max(...lengths), Math.min(...lengths.filter((length) => length > 0))];
        return grid.map((row, y) => {
          const colour = lengths[y] === most ? longest : lengths[y] === least ? shortest : null;
          return colour === null ? row : row.map((cell) => (cell > 0 ? colour : 0));
        });
      }),
      // Bars that grow from the wall: their ends, not their places, tell them apart.
      input: (each) => {
        const colour = palette(each)[0]!;
        return facing(direction, (grid) => {
          const { height, width } = sizeOf(grid);
          const step = height > 5 ? 1 + each.below(2) : 1;
          return grid.map((row, y) => {
            const length = y % step === 0 ? between(each, 1, width) : 0;
            return row.map((_, x) => (x < length ? colour : 0));
          });
        })(filledGrid(canvas.next(each)));
      },
      symmetries: [...FLIPS, "shift"],
    };
  },
});

const sortColours = family({
  name: "sort the colours",
  about: "The answer lists the colours, the most common first.",
  draw: (random, limit) => {
    const most = Math.min(4, limit.height);
    const content = drawContent(random, limit, { colours: [2, most] });
    const across = random.next() < 0.5;
    return {
      rule: (grid) => {
        const counts = colourCounts(grid);
        const colours = coloursOf(grid).sort((a, b) => counts[b]! - counts[a]!);
        if (colours.length === 0) return grid;
        return across ? [colours] : colours.map((colour) => [colour]);
      },
      input: (each) => {
        const grid = content(each);
        const counts = colourCounts(grid)
          .slice(1)
          .filter((count) => count > 0);
        return new Set(counts).size === counts.length ? grid : null;
      },
      symmetries: [across ? "flip_up_down" : "flip_left_right", "permute_colours"],
    };
  },
});

const fullestLine = family({
  name: "fullest line",
  about: "Only the line with the most coloured cells stays.",
  anyInput: true,
  draw: (random, limit) => ({
    rule: along(drawAxis(random, limit), (grid) => {
      const counts = grid.map((row) => countOf([row]));
      const most = Math.max(...counts);
      return grid.map((row, y) => (counts[y] === most ? row : row.map(() => 0)));
    }),
    input: drawContent(random, limit),
    symmetries: [...FLIPS, "permute_colours", "shift"],
  }),
});

/** Answers that count, compare or sort. */
export const COUNT: readonly Family[] = [
  countStrip,
  countBar,
  countDiagonal,
  countSquare,
  mostCommonCell,
  fullerHalf,
  sortBars,
  barHeights,
  sortColours,
  fullestLine,
];
