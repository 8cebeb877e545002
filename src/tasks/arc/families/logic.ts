import type { Random } from "../../../protocol/random.ts";
import { at, type Grid, makeGrid, mapGrid } from "../grid.ts";
import { between, drawCanvas } from "./canvas.ts";
import { drawNoise } from "./content.ts";
import { drawAxis } from "./direction.ts";
import { D4, type Family, FLIPS, family } from "./family.ts";
import { drawHalfCanvas, halvesOf, joinHalves } from "./halves.ts";
import { drawColour, drawPair, drawPalette } from "./palette.ts";

type Operation = (first: boolean, second: boolean) => boolean;

/**
 * A family that combines the coloured cells of two halves.
 *
 * @param even whether the halves may change places
 */
function combination(name: string, about: string, operation: Operation, even: boolean): Family {
  return family({
    name,
    about,
    minSide: 5,
    oneRow: true,
    draw: (random, limit) => {
      const axis = drawAxis(random, limit);
      const [one, other] = drawPair(random);
      const [line, result] = drawPair(random, [one, other]);
      const divider = random.next() < 0.6 ? line : null;
      const [firstColour, secondColour] = random.next() < 0.4 ? [one, one] : [one, other];
      const canvas = drawHalfCanvas(random, limit, axis, divider !== null);
      const density = 0.35 + 0.3 * random.next();
      return {
        rule: (grid) => {
          const [first, second] = halvesOf(grid, axis);
          return mapGrid(first, (colour, y, x) => (operation(colour > 0, at(second, y, x) > 0) ? result : 0));
        },
        input: (each) => {
          const size = canvas.next(each);
          const first = drawNoise(each, size, density, [firstColour]);
          return joinHalves(first, drawNoise(each, size, density, [secondColour]), axis, divider);
        },
        symmetries: even ? FLIPS : [axis === "rows" ? "flip_up_down" : "flip_left_right"],
      };
    },
  });
}

const and = combination("both", "What is coloured in both halves.", (a, b) => a && b, true);
const or = combination("either", "What is coloured in at least one half.", (a, b) => a || b, true);
const xor = combination(
  "exactly one",
  "What is coloured in one half but not in the other.",
  (a, b) => a !== b,
  true,
);
const nor = combination("neither", "What is coloured in neither half.", (a, b) => !a && !b, true);
const same = combination(
  "alike",
  "Where both halves are coloured or both are empty.",
  (a, b) => a === b,
  true,
);
const without = combination(
  "first without second",
  "What is coloured in the first half only.",
  (a, b) => a && !b,
  false,
);

const overlay = family({
  name: "overlay",
  about: "One half is laid over the other.",
  minSide: 5,
  oneRow: true,
  draw: (random, limit) => {
    const axis = drawAxis(random, limit);
    const firstOnTop = random.next() < 0.5;
    const divider = random.next() < 0.6 ? drawColour(random) : null;
    const canvas = drawHalfCanvas(random, limit, axis, divider !== null);
    const [one, other] = [drawPalette(random, 1, 2), drawPalette(random, 1, 2)];
    return {
      rule: (grid) => {
        const halves = halvesOf(grid, axis);
        const [top, bottom] = firstOnTop ? halves : [halves[1], halves[0]];
        return mapGrid(top, (colour, y, x) => (colour > 0 ? colour : at(bottom, y, x)));
      },
      input: (each) => {
        const size = canvas.next(each);
        const [first, second] = [
          drawNoise(each, size, 0.5, one(each)),
          drawNoise(each, size, 0.5, other(each)),
        ];
        return joinHalves(first, second, axis, divider);
      },
      symmetries: [axis === "rows" ? "flip_up_down" : "flip_left_right", "permute_colours"],
    };
  },
});

const agree = family({
  name: "same in both",
  about: "Cells that have the same colour in both halves stay.",
  minSide: 5,
  oneRow: true,
  draw: (random, limit) => {
    const axis = drawAxis(random, limit);
    const divider = random.next() < 0.6 ? drawColour(random) : null;
    const canvas = drawHalfCanvas(random, limit, axis, divider !== null);
    const palette = drawPalette(random, 2, 3);
    return {
      rule: (grid) => {
        const [first, second] = halvesOf(grid, axis);
        return mapGrid(first, (colour, y, x) => (at(second, y, x) === colour ? colour : 0));
      },
      input: (each) => {
        const colours = palette(each);
        const first = drawNoise(each, canvas.next(each), 0.8, colours);
        const second = changed(each, first, colours, 0.4);
        return joinHalves(first, second, axis, divider);
      },
      symmetries: [...FLIPS, "permute_colours"],
    };
  },
});

const differ = family({
  name: "spot the difference",
  about: "Where the halves differ a cell is marked.",
  minSide: 5,
  oneRow: true,
  draw: (random, limit) => {
    const axis = drawAxis(random, limit);
    const mark = drawColour(random);
    const divider = random.next() < 0.6 ? drawColour(random, [mark]) : null;
    const canvas = drawHalfCanvas(random, limit, axis, divider !== null);
    const palette = drawPalette(random, 2, 3, [mark]);
    return {
      rule: (grid) => {
        const [first, second] = halvesOf(grid, axis);
        return mapGrid(first, (colour, y, x) => (at(second, y, x) === colour ? 0 : mark));
      },
      input: (each) => {
        const colours = palette(each);
        const first = drawNoise(each, canvas.next(each), 0.7, colours);
        return joinHalves(first, changed(each, first, colours, 0.3), axis, divider);
      },
      symmetries: FLIPS,
    };
  },
});

/** A copy in which a share of the cells is drawn again. */
function changed(random: Random, grid: Grid, colours: readonly number[], share: number): Grid {
  return mapGrid(grid, (colour) => (random.next() < share ? random.pick([0, ...colours]) : colour));
}

const crossing = family({
  name: "crossings",
  about: "Where lines cross a cell is marked.",
  minSide: 4,
  draw: (random, limit) => {
    const mark = drawColour(random);
    const canvas = drawCanvas(random, limit, { min: 4 });
    const palette = drawPalette(random, 1, 2, [mark]);
    const isLine = (cells: readonly number[]) => cells.length > 1 && cells.every((colour) => colour > 0);
    return {
      rule: (grid) => {
        const columns = (grid[0] ?? []).map((_, x) => isLine(grid.map((row) => row[x] ?? 0)));
        return grid.map((row) => row.map((colour, x) => (isLine(row) && columns[x] ? mark : colour)));
      },
      input: (each) => {
        const size = canvas.next(each);
        const [across, down = across] = palette(each);
        const some = (side: number) =>
          each.shuffle(Array.from({ length: side }, (_, i) => i)).slice(0, between(each, 1, 2));
        const [rows, columns] = [some(size.height), some(size.width)];
        return makeGrid(size, (y, x) => (rows.includes(y) ? across! : columns.includes(x) ? down! : 0));
      },
      symmetries: [...D4, "shift"],
    };
  },
});

/** Two pictures compared cell by cell. */
export const LOGIC: readonly Family[] = [and, or, xor, nor, same, without, overlay, agree, differ, crossing];
