import type { Random } from "../../../protocol/random.ts";
import { cloneGrid, colourCounts, type Grid, mapGrid, type Size, sizeOf } from "../grid.ts";
import { between, drawCanvas, isOneRow } from "./canvas.ts";
import { drawBlob, drawContent, drawNoise, place, scatter } from "./content.ts";
import { drawDirection, facing, flipAcross } from "./direction.ts";
import { D4, D4_COLOURS, EVERY, type Family, family } from "./family.ts";
import { extremeSize, objectsOf, paintObjects } from "./objects.ts";
import { drawColour, drawPalette } from "./palette.ts";

const denoise = family({
  name: "remove single cells",
  about: "Cells that belong to no larger object disappear.",
  oneRow: true,
  minSide: 4,
  draw: (random, limit) => {
    const canvas = drawCanvas(random, limit, { min: isOneRow(limit) ? 8 : 4 });
    const palette = drawPalette(random, 1, 3);
    return {
      rule: (grid) =>
        paintObjects(
          grid,
          objectsOf(grid, { mixed: true }).filter(({ cells }) => cells.length === 1),
          () => 0,
        ),
      input: (each) => {
        const size = canvas.next(each);
        const colours = palette(each);
        const box = { height: Math.min(3, size.height), width: isOneRow(limit) ? 6 : 3 };
        const noise = Array.from({ length: between(each, 1, Math.max(size.height, size.width) - 3) }, () => [
          [each.pick(colours)],
        ]);
        return place(each, size, [drawBlob(each, box, between(each, 3, 6), colours[0]!), ...noise]);
      },
      symmetries: D4_COLOURS,
    };
  },
});

const deleteColour = family({
  name: "remove a colour",
  about: "Cells of one colour disappear.",
  oneRow: true,
  draw: (random, limit) => {
    const gone = drawColour(random);
    const canvas = drawCanvas(random, limit);
    const palette = drawPalette(random, 1, 3, [gone]);
    return {
      rule: (grid) => mapGrid(grid, (colour) => (colour === gone ? 0 : colour)),
      input: (each) => drawNoise(each, canvas.next(each), 0.7, [gone, ...palette(each)]),
      symmetries: [...D4, "shift"],
    };
  },
});

const keepLargest = family({
  name: "keep the largest",
  about: "Only the largest object stays.",
  oneRow: true,
  minSide: 4,
  draw: (random, limit) => {
    const canvas = drawCanvas(random, limit, { min: isOneRow(limit) ? 8 : 4 });
    const palette = drawPalette(random, 1, 3);
    return {
      rule: (grid) => {
        const objects = objectsOf(grid);
        const most = extremeSize(objects, "largest");
        return paintObjects(
          grid,
          objects.filter(({ cells }) => cells.length < most),
          () => 0,
        );
      },
      input: (each) => {
        const size = canvas.next(each);
        const colours = palette(each);
        const box = { height: Math.min(3, size.height), width: isOneRow(limit) ? 6 : 3 };
        const count = between(
          each,
          2,
          isOneRow(limit) ? 3 : Math.max(2, Math.floor((size.height * size.width) / 15)),
        );
        const shapes = Array.from({ length: count }, (_, i) =>
          drawBlob(each, box, between(each, 1, 6), colours[i % colours.length]!),
        );
        const grid = place(each, size, shapes);
        if (grid === null) return null;
        const objects = objectsOf(grid);
        const most = extremeSize(objects, "largest");
        return objects.filter(({ cells }) => cells.length === most).length === 1 ? grid : null;
      },
      symmetries: D4_COLOURS,
    };
  },
});

const keepUnique = family({
  name: "keep what is unique",
  about: "Only cells whose colour occurs once stay.",
  oneRow: true,
  draw: (random, limit) => {
    const canvas = drawCanvas(random, limit);
    const repeats = between(random, 2, 3);
    return {
      rule: (grid) => {
        const counts = colourCounts(grid);
        return mapGrid(grid, (colour) => (counts[colour] === 1 ? colour : 0));
      },
      input: (each) => drawGroups(each, canvas.next(each), [1, each.below(2) + 1, repeats]),
      symmetries: EVERY,
    };
  },
});

const keepTwins = family({
  name: "keep pairs",
  about: "Only colours that occur exactly twice stay.",
  oneRow: true,
  draw: (random, limit) => {
    const canvas = drawCanvas(random, limit);
    return {
      rule: (grid) => {
        const counts = colourCounts(grid);
        return mapGrid(grid, (colour) => (counts[colour] === 2 ? colour : 0));
      },
      input: (each) => drawGroups(each, canvas.next(each), [2, each.pick([1, 3]), each.pick([1, 2, 3])]),
      symmetries: EVERY,
    };
  },
});

/** Scattered cells: each number says how often one colour occurs. */
function drawGroups(random: Random, size: Size, counts: readonly number[]): Grid | null {
  const colours = drawPalette(random, counts.length, counts.length)(random);
  const cells = counts.flatMap((count, i) => new Array<number>(count).fill(colours[i]!));
  return cells.length > size.height * size.width ? null : scatter(random, size, cells.length, cells);
}

const keepLines = family({
  name: "keep full lines",
  about: "Only lines that run through the whole grid stay.",
  draw: (random, limit) => {
    const canvas = drawCanvas(random, limit, { min: 4 });
    const palette = drawPalette(random, 1, 2);
    return {
      rule: (grid) => {
        const rows = grid.map((row) => row.every((colour) => colour > 0));
        const columns = (grid[0] ?? []).map((_, x) => grid.every((row) => (row[x] ?? 0) > 0));
        return mapGrid(grid, (colour, y, x) => (rows[y] || columns[x] ? colour : 0));
      },
      input: (each) => {
        const size = canvas.next(each);
        const colours = palette(each);
        const grid = cloneGrid(drawNoise(each, size, 0.3, colours));
        const row = each.below(size.height);
        const column = each.below(size.width);
        if (each.below(2) === 0) grid[row]!.fill(colours[0]!);
        else for (const cells of grid) cells[column] = colours[0]!;
        return grid;
      },
      symmetries: EVERY,
    };
  },
});

const clearSide = family({
  name: "clear one half",
  about: "Everything in one half disappears.",
  oneRow: true,
  anyInput: true,
  draw: (random, limit) => {
    const direction = drawDirection(random, limit);
    return {
      rule: facing(direction, (grid) =>
        mapGrid(grid, (colour, _, x) => (2 * x >= sizeOf(grid).width ? 0 : colour)),
      ),
      input: drawContent(random, limit, { min: 4, parity: "even" }),
      symmetries: ["permute_colours", flipAcross(direction)],
    };
  },
});

const clearBorder = family({
  name: "clear the border",
  about: "Everything at the border disappears, or everything inside it.",
  minSide: 4,
  anyInput: true,
  draw: (random, limit) => {
    const clearsBorder = random.next() < 0.5;
    return {
      rule: (grid) => {
        const { height, width } = sizeOf(grid);
        const isBorder = (y: number, x: number) => y === 0 || x === 0 || y === height - 1 || x === width - 1;
        return mapGrid(grid, (colour, y, x) => (isBorder(y, x) === clearsBorder ? 0 : colour));
      },
      input: drawContent(random, limit, { min: 4 }),
      symmetries: D4_COLOURS,
    };
  },
});

/** Cells that disappear or come back. */
export const CLEAN: readonly Family[] = [
  denoise,
  deleteColour,
  keepLargest,
  keepUnique,
  keepTwins,
  keepLines,
  clearSide,
  clearBorder,
];
