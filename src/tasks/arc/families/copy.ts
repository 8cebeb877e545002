import { at, cloneGrid, filledGrid, type Grid, mapGrid, sizeOf } from "../grid.ts";
import type { PairSymmetry } from "../views/pairSymmetries.ts";
import { crop, type Transform, transpose } from "../views/transforms.ts";
import { between, drawCanvas, isOneRow } from "./canvas.ts";
import { drawBlob, drawNoise, place, scatter, stampInto } from "./content.ts";
import { type Axis, along, drawDirection, facing, flipAcross } from "./direction.ts";
import { D4, D4_COLOURS, type Family, FLIPS, family } from "./family.ts";
import { objectsOf } from "./objects.ts";
import { drawColour, drawPair, drawPalette } from "./palette.ts";

interface Stencil {
  cells: readonly (readonly [number, number])[];
  symmetries: readonly PairSymmetry[];
}

const PLUS = [
  [0, 1],
  [1, 0],
  [0, -1],
  [-1, 0],
] as const;
const DIAGONAL = [
  [1, 1],
  [1, -1],
  [-1, 1],
  [-1, -1],
] as const;

/** What is painted around a seed, and the symmetries that it leaves. */
const STENCILS: readonly Stencil[] = [
  { cells: PLUS, symmetries: D4 },
  { cells: DIAGONAL, symmetries: D4 },
  { cells: [...PLUS, ...DIAGONAL], symmetries: D4 },
  {
    cells: [
      [0, 1],
      [0, -1],
    ],
    symmetries: FLIPS,
  },
  {
    cells: [
      [1, 0],
      [-1, 0],
    ],
    symmetries: FLIPS,
  },
  {
    cells: [
      [1, -1],
      [1, 0],
      [1, 1],
    ],
    symmetries: ["flip_left_right"],
  },
  {
    cells: [
      [-1, 0],
      [0, 1],
    ],
    symmetries: [],
  },
  {
    cells: [
      [1, 1],
      [-1, -1],
    ],
    symmetries: ["transpose"],
  },
];

const stamp = family({
  name: "stamp",
  about: "A fixed pattern appears around each seed.",
  minSide: 4,
  draw: (random, limit) => {
    const [seed, ink] = drawPair(random);
    const { cells, symmetries } = random.pick(STENCILS);
    const canvas = drawCanvas(random, limit, { min: 4 });
    const others = random.next() < 0.3 ? [drawColour(random, [seed, ink])] : [];
    return {
      rule: (grid) =>
        mapGrid(grid, (colour, y, x) =>
          colour === 0 && cells.some(([dy, dx]) => at(grid, y - dy, x - dx) === seed) ? ink : colour,
        ),
      input: (each) => {
        const size = canvas.next(each);
        const count = between(each, 1, Math.max(2, Math.floor((size.height * size.width) / 16)));
        return scatter(each, size, count + others.length, [
          ...others,
          ...new Array<number>(count).fill(seed),
        ]);
      },
      symmetries,
    };
  },
});

const copyToMarkers = family({
  name: "copy to the markers",
  about: "The pattern is copied to every marker.",
  minSide: 7,
  draw: (random, limit) => {
    const marker = drawColour(random);
    const canvas = drawCanvas(random, limit, { min: 7 });
    const palette = drawPalette(random, 1, 3, [marker]);
    return {
      rule: (grid) => {
        const copied = cloneGrid(grid);
        const objects = objectsOf(grid, { mixed: true, diagonal: true });
        const pattern = objects.find(({ cells }) => cells.length > 1);
        if (pattern === undefined) return grid;
        const { top, left, bottom, right } = pattern;
        const shape = crop(grid, top, left, bottom - top + 1, right - left + 1);
        for (const { cells } of objects) {
          const [cell, ...more] = cells;
          if (cell?.colour !== marker || more.length > 0) continue;
          stampInto(copied, shape, cell.row - (bottom - top) / 2, cell.column - (right - left) / 2);
        }
        return copied;
      },
      input: (each) => {
        const size = canvas.next(each);
        const pattern = drawNoise(each, { height: 3, width: 3 }, 0.5, palette(each));
        const [whole, ...parts] = objectsOf(pattern, { mixed: true, diagonal: true });
        const isWhole = whole?.right === 2 && whole.left === 0 && whole.top === 0 && whole.bottom === 2;
        if (!isWhole || parts.length > 0) return null;
        // A marker with room around it: it is one cell in the middle of an empty box.
        const spots = Array.from({ length: between(each, 1, 2) }, () =>
          filledGrid({ height: 3, width: 3 }, marker),
        );
        const placed = place(each, size, [pattern, ...spots]);
        if (placed === null) return null;
        const boxes = objectsOf(placed).filter(({ cells }) => cells[0]?.colour === marker);
        for (const { top, left, cells } of boxes) {
          for (const { row, column } of cells)
            if (row !== top + 1 || column !== left + 1) placed[row]![column] = 0;
        }
        return placed;
      },
      symmetries: D4,
    };
  },
});

const reflect = family({
  name: "reflect in the line",
  about: "What lies on one side of the line is reflected to the other.",
  minSide: 5,
  draw: (random, limit) => {
    const canvas = drawCanvas(random, limit, { min: 5 });
    const palette = drawPalette(random, 2, 4);
    return {
      rule: (grid) => (fullRows(grid).length === 1 ? inFullRow(grid) : along("columns", inFullRow)(grid)),
      input: (each) => {
        const [line = 1, ...colours] = palette(each);
        const upper = each.below(2) === 0;
        const grid = along(each.pick<Axis>(["rows", "columns"]), (cells) => {
          const middle = Math.floor(cells.length / 2) - (cells.length % 2 === 0 ? each.below(2) : 0);
          return mapGrid(cells, (colour, y) => (y === middle ? line : y < middle === upper ? colour : 0));
        })(drawNoise(each, canvas.next(each), 0.4, colours));
        return fullRows(grid).length + fullRows(transpose(grid)).length === 1 ? grid : null;
      },
      symmetries: D4_COLOURS,
    };
  },
});

function fullRows(grid: Grid): number[] {
  return grid.flatMap((row, y) => (row.every((colour) => colour > 0 && colour === row[0]) ? [y] : []));
}

const inFullRow: Transform = (grid) => {
  const [line] = fullRows(grid);
  if (line === undefined) return grid;
  return mapGrid(grid, (colour, y, x) => (colour > 0 ? colour : Math.max(0, at(grid, 2 * line - y, x))));
};

const repeatLine = family({
  name: "repeat the first line",
  about: "The line at one side fills the empty lines after it.",
  draw: (random, limit) => {
    const direction = drawDirection(random, limit);
    const canvas = drawCanvas(random, limit);
    const palette = drawPalette(random, 1, 4);
    return {
      rule: facing(direction, (grid) =>
        mapGrid(grid, (colour, y, x) => (grid.every((row) => row[x] === 0) ? at(grid, y, 0) : colour)),
      ),
      input: (each) => {
        const colours = palette(each);
        return facing(direction, (grid) => {
          const line = drawNoise(each, { height: grid.length, width: 1 }, 0.7, colours);
          return mapGrid(grid, (_, y, x) => (x === 0 ? at(line, y, 0) : 0));
        })(filledGrid(canvas.next(each)));
      },
      symmetries: ["permute_colours", flipAcross(direction)],
    };
  },
});

const echo = family({
  name: "echo",
  about: "The object is repeated to one side, again and again.",
  minSide: 4,
  oneRow: true,
  draw: (random, limit) => {
    const direction = drawDirection(random, limit);
    const canvas = drawCanvas(random, limit, { min: isOneRow(limit) ? 7 : 4 });
    const gap = random.below(2);
    const palette = drawPalette(random, 1, 2);
    return {
      rule: facing(direction, (grid) => {
        const [object] = objectsOf(grid, { mixed: true, diagonal: true });
        if (object === undefined) return grid;
        const { top, left, bottom, right } = object;
        const shape = crop(grid, top, left, bottom - top + 1, right - left + 1);
        const copied = cloneGrid(grid);
        const stride = right - left + 1 + gap;
        for (let x = left + stride; x < sizeOf(grid).width; x += stride) stampInto(copied, shape, top, x);
        return copied;
      }),
      input: (each) => {
        const size = canvas.next(each);
        const box = { height: Math.min(2, size.height), width: 2 };
        const shape = mapGrid(drawBlob(each, box, between(each, 1, 3), 1), (colour) =>
          colour > 0 ? each.pick(palette(each)) : 0,
        );
        return place(each, size, [shape]);
      },
      symmetries: ["permute_colours", flipAcross(direction)],
    };
  },
});

const extendPattern = family({
  name: "extend the pattern",
  about: "A pattern that starts at one side is carried on to the other.",
  minSide: 5,
  oneRow: true,
  draw: (random, limit) => {
    const direction = drawDirection(random, limit);
    const canvas = drawCanvas(random, limit, { min: isOneRow(limit) ? 8 : 5 });
    const palette = drawPalette(random, 2, 3);
    return {
      rule: facing(direction, (grid) => {
        const { width } = sizeOf(grid);
        const given = Array.from({ length: width }, (_, x) => x).filter((x) =>
          grid.some((row) => (row[x] ?? 0) > 0),
        ).length;
        const repeats = (period: number) =>
          grid.every((row) => row.slice(0, given - period).every((colour, x) => colour === row[x + period]));
        const period = Array.from({ length: given }, (_, i) => i + 1).find(repeats) ?? Math.max(1, given);
        return mapGrid(grid, (_, y, x) => at(grid, y, x % period));
      }),
      input: (each) => {
        const colours = palette(each);
        return facing(direction, (grid) => {
          const { height, width } = sizeOf(grid);
          const period = between(each, 1, Math.floor((width - 1) / 2));
          const given = between(each, 2 * period, width - 1);
          const columns = Array.from({ length: period }, () =>
            drawNoise(each, { height, width: 1 }, 0.6, [each.pick(colours)]),
          );
          return mapGrid(grid, (_, y, x) => (x < given ? at(columns[x % period]!, y, 0) : 0));
        })(filledGrid(canvas.next(each)));
      },
      symmetries: ["permute_colours", flipAcross(direction)],
    };
  },
});
/** Patterns that are copied to other places. */
export const COPY: readonly Family[] = [stamp, copyToMarkers, reflect, repeatLine, echo, extendPattern];
