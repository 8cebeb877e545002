import type { Random } from "../../../protocol/random.ts";
import { at, COLOURS, type Grid, makeGrid, mapGrid, sizeOf } from "../grid.ts";

/** One grid to another. */
export type Transform = (grid: Grid) => Grid;

/** A transform that can be undone: `invert(apply(grid))` equals the grid. */
export interface Invertible {
  readonly apply: Transform;
  readonly invert: Transform;
}

export const identity: Transform = (grid) => grid;

export const flipLeftRight: Transform = (grid) => grid.map((row) => row.toReversed());

export const flipUpDown: Transform = (grid) => grid.toReversed();

/** Over the main diagonal: rows become columns. */
export const transpose: Transform = (grid) => {
  const { height, width } = sizeOf(grid);
  return makeGrid({ height: width, width: height }, (row, column) => at(grid, column, row));
};

/** A quarter turn clockwise. */
export const rotate90: Transform = (grid) => transpose(flipUpDown(grid));

export const rotate180: Transform = (grid) => flipUpDown(flipLeftRight(grid));

/** A quarter turn anticlockwise. */
export const rotate270: Transform = (grid) => flipUpDown(transpose(grid));

/** Over the other diagonal. */
export const antiTranspose: Transform = (grid) => rotate180(transpose(grid));

export const DIHEDRAL_NAMES = [
  "identity",
  "rotate 90°",
  "rotate 180°",
  "rotate 270°",
  "flip left–right",
  "flip up–down",
  "transpose",
  "anti-transpose",
] as const;
export type DihedralName = (typeof DIHEDRAL_NAMES)[number];

/** The eight symmetries of the square (D4), each with its inverse; the identity is the first. */
export const DIHEDRAL: Readonly<Record<DihedralName, Invertible>> = {
  identity: { apply: identity, invert: identity },
  "rotate 90°": { apply: rotate90, invert: rotate270 },
  "rotate 180°": { apply: rotate180, invert: rotate180 },
  "rotate 270°": { apply: rotate270, invert: rotate90 },
  "flip left–right": { apply: flipLeftRight, invert: flipLeftRight },
  "flip up–down": { apply: flipUpDown, invert: flipUpDown },
  transpose: { apply: transpose, invert: transpose },
  "anti-transpose": { apply: antiTranspose, invert: antiTranspose },
};

/** `permutation[c]` is what colour c becomes. */
export function permuteColours(permutation: readonly number[]): Invertible {
  const inverse = permutation.map((_, colour) => permutation.indexOf(colour));
  const through = (map: readonly number[]) => (grid: Grid) =>
    mapGrid(grid, (colour) => map[colour] ?? colour);
  return { apply: through(permutation), invert: through(inverse) };
}

/** A random permutation of the colours that leaves the background 0 where it is. */
export function drawPermutation(random: Random): number[] {
  return [0, ...random.shuffle(Array.from({ length: COLOURS - 1 }, (_, i) => i + 1))];
}

/** Moves every cell down and to the right; what leaves on one side comes in on the other. */
export function shift(down: number, right: number): Invertible {
  const move =
    (dy: number, dx: number): Transform =>
    (grid) => {
      const { height, width } = sizeOf(grid);
      return makeGrid({ height, width }, (row, column) =>
        at(grid, modulo(row - dy, height), modulo(column - dx, width)),
      );
    };
  return { apply: move(down, right), invert: move(-down, -right) };
}

/** Every cell becomes a block. */
export function upscale(high: number, wide: number): Invertible {
  return {
    apply: (grid) => {
      const { height, width } = sizeOf(grid);
      return makeGrid({ height: height * high, width: width * wide }, (row, column) =>
        at(grid, Math.floor(row / high), Math.floor(column / wide)),
      );
    },
    invert: (grid) => {
      const { height, width } = sizeOf(grid);
      return makeGrid({ height: Math.floor(height / high), width: Math.floor(width / wide) }, (row, column) =>
        at(grid, row * high, column * wide),
      );
    },
  };
}

/** The grid several times below and beside itself. */
export function repeat(down: number, across: number): Invertible {
  return {
    apply: (grid) => {
      const { height, width } = sizeOf(grid);
      return makeGrid({ height: height * down, width: width * across }, (row, column) =>
        at(grid, row % height, column % width),
      );
    },
    invert: (grid) => {
      const { height, width } = sizeOf(grid);
      return crop(grid, 0, 0, height / down, width / across);
    },
  };
}

/** The grid and its mirror image side by side, or one above the other; the mirror image first if asked. */
export function mirrorBeside(direction: "across" | "down", mirrorFirst: boolean): Invertible {
  const mirror = direction === "across" ? flipLeftRight : flipUpDown;
  const join = direction === "across" ? beside : above;
  return {
    apply: (grid) => (mirrorFirst ? join(mirror(grid), grid) : join(grid, mirror(grid))),
    invert: (grid) => {
      const { height, width } = sizeOf(grid);
      const half = direction === "across" ? { height, width: width / 2 } : { height: height / 2, width };
      const first = crop(grid, 0, 0, half.height, half.width);
      return mirrorFirst ? mirror(first) : first;
    },
  };
}

/** A border one cell wide. */
export function padBorder(colour: number): Invertible {
  return {
    apply: (grid) => {
      const { height, width } = sizeOf(grid);
      return makeGrid({ height: height + 2, width: width + 2 }, (row, column) => {
        const inside = at(grid, row - 1, column - 1);
        return inside < 0 ? colour : inside;
      });
    },
    invert: (grid) => crop(grid, 1, 1, grid.length - 2, (grid[0]?.length ?? 0) - 2),
  };
}

/** One after the other. */
export function chain(first: Invertible, second: Invertible): Invertible {
  return {
    apply: (grid) => second.apply(first.apply(grid)),
    invert: (grid) => first.invert(second.invert(grid)),
  };
}

export function crop(grid: Grid, top: number, left: number, height: number, width: number): Grid {
  return grid.slice(top, top + height).map((row) => row.slice(left, left + width));
}

/** `left` and `right` in one grid; they have the same height. */
export function beside(left: Grid, right: Grid): Grid {
  return left.map((row, y) => [...row, ...(right[y] ?? [])]);
}

/** `top` and `bottom` in one grid; they have the same width. */
export function above(top: Grid, bottom: Grid): Grid {
  return [...top, ...bottom];
}

/** The remainder that is never negative. */
function modulo(a: number, n: number): number {
  return ((a % n) + n) % n;
}
