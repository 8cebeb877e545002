/**
 * A grid of colours 0–9, by rows; 0 is the background. Never changed in place: functions return new grids.
 */
export type Grid = readonly (readonly number[])[];

export interface Size {
  readonly height: number;
  readonly width: number;
}

/** Colours of the ARC format: 0 to 9. */
export const COLOURS = 10;
/** Largest side of the ARC format. */
export const MAX_SIDE = 30;
/** Longest grid of a single row: those of 1D-ARC exceed the format's 30. */
export const MAX_ROW = 100;

export function sizeOf(grid: Grid): Size {
  return { height: grid.length, width: grid[0]?.length ?? 0 };
}

export function cellCount({ height, width }: Size): number {
  return height * width;
}

/** The colour of a cell; -1 outside the grid, which equals no colour. */
export function at(grid: Grid, row: number, column: number): number {
  return grid[row]?.[column] ?? -1;
}

function sameSize(a: Size, b: Size): boolean {
  return a.height === b.height && a.width === b.width;
}

export function sameGrid(a: Grid, b: Grid): boolean {
  return (
    sameSize(sizeOf(a), sizeOf(b)) && a.every((row, y) => row.every((colour, x) => colour === at(b, y, x)))
  );
}

/** A copy that may be painted on. */
export function cloneGrid(grid: Grid): number[][] {
  return grid.map((row) => [...row]);
}

/** A grid of one colour that may be painted on. */
export function filledGrid({ height, width }: Size, colour = 0): number[][] {
  return Array.from({ length: height }, () => new Array<number>(width).fill(colour));
}

/** A grid whose cells are computed from their place. */
export function makeGrid({ height, width }: Size, colour: (row: number, column: number) => number): Grid {
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => colour(row, column)),
  );
}

/** The same size with every cell replaced. */
export function mapGrid(grid: Grid, change: (colour: number, row: number, column: number) => number): Grid {
  return grid.map((cells, row) => cells.map((colour, column) => change(colour, row, column)));
}

/** The colours that occur, the background left out, in ascending order. */
export function coloursOf(grid: Grid): number[] {
  return [...new Set(grid.flat())].filter((colour) => colour !== 0).sort((a, b) => a - b);
}

/** How many cells each colour 0–9 has. */
export function colourCounts(grid: Grid): number[] {
  const counts = new Array<number>(COLOURS).fill(0);
  for (const row of grid) for (const colour of row) counts[colour] = (counts[colour] ?? 0) + 1;
  return counts;
}

/** A text that is the same for equal grids only. */
export function gridKey(grid: Grid): string {
  return grid.map((row) => row.join("")).join("/");
}

/** The inverse of `gridKey`. */
export function gridFromKey(key: string): Grid {
  return key.split("/").map((row) => [...row].map(Number));
}
