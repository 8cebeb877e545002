import { type Grid, MAX_ROW, MAX_SIDE, sameGrid, sizeOf } from "../../grid.ts";
import type { Transform } from "../../views/transforms.ts";

/** A rectangle of cells, its edges among them. */
export interface Region {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export type Cell = readonly [row: number, column: number];

/** All functions return new grids; one that changes nothing returns what it was given. */

export function regionBetween([y, x]: Cell, [b, a]: Cell): Region {
  return { top: Math.min(y, b), left: Math.min(x, a), bottom: Math.max(y, b), right: Math.max(x, a) };
}

export function wholeOf(grid: Grid): Region {
  const { height, width } = sizeOf(grid);
  return { top: 0, left: 0, bottom: height - 1, right: width - 1 };
}

/** What of a region still lies in a grid that may have become smaller; null where nothing does. */
export function regionWithin(grid: Grid, region: Region): Region | null {
  const { bottom, right } = wholeOf(grid);
  if (region.top > bottom || region.left > right) return null;
  return { ...region, bottom: Math.min(region.bottom, bottom), right: Math.min(region.right, right) };
}

export function cellsIn(grid: Grid, { top, left, bottom, right }: Region): Grid {
  return grid.slice(top, bottom + 1).map((row) => row.slice(left, right + 1));
}

/** Cells laid over a grid from a place on; what hangs over its edges is cut off. */
export function pasted(grid: Grid, patch: Grid, [top, left]: Cell): Grid {
  const next = grid.map((row, y) => row.map((colour, x) => patch[y - top]?.[x - left] ?? colour));
  return sameGrid(next, grid) ? grid : next;
}

/** All cells of a region in one colour. */
export function cleared(grid: Grid, region: Region, colour: number): Grid {
  return changedIn(grid, region, () => colour);
}

/** The cells of one colour within a region in another colour. */
export function recoloured(grid: Grid, region: Region, from: number, to: number): Grid {
  return changedIn(grid, region, (colour) => (colour === from ? to : colour));
}

/**
 * A region turned or mirrored where it is, from its upper left corner on. The whole grid changes its size with a quarter
 * turn; of a part, what it leaves becomes background, and what hangs over the grid's edges is cut off.
 */
export function turned(grid: Grid, region: Region, transform: Transform): Grid {
  const after = transform(cellsIn(grid, region));
  const { height, width } = sizeOf(grid);
  const isWhole = region.bottom - region.top + 1 === height && region.right - region.left + 1 === width;
  // A long row would stand upright in no grid of the format.
  if (isWhole) return sizeOf(after).height > MAX_SIDE || sameGrid(after, grid) ? grid : after;
  const next = pasted(cleared(grid, region, 0), after, [region.top, region.left]);
  return sameGrid(next, grid) ? grid : next;
}

function changedIn(
  grid: Grid,
  { top, left, bottom, right }: Region,
  change: (colour: number) => number,
): Grid {
  const next = grid.map((row, y) =>
    y < top || y > bottom ? row : row.map((colour, x) => (x < left || x > right ? colour : change(colour))),
  );
  return sameGrid(next, grid) ? grid : next;
}

/** Cells as text, a line a row: for the clipboard. */
export function textOfCells(cells: Grid): string {
  return cells.map((row) => row.join(" ")).join("\n");
}

/** Cells of a text as this page, a table's program or ARC's JSON writes them; null where it is something else. */
export function cellsOfText(text: string): Grid | null {
  const lines = text
    .trim()
    .replace(/\]\s*,\s*\[/g, "\n")
    .replace(/[[\]]/g, "")
    .split(/\r?\n/);
  const rows = lines.map(cellsOfLine);
  const width = rows[0]?.length ?? 0;
  if (width === 0 || width > MAX_ROW || rows.length > MAX_SIDE) return null;
  return rows.every((row) => row?.length === width) ? rows.flatMap((row) => (row ? [row] : [])) : null;
}

function cellsOfLine(line: string): number[] | null {
  const isSpaced = /^\s*\d(?:[\s,;]+\d)*\s*$/.test(line);
  const isClose = /^\s*\d+\s*$/.test(line);
  return isSpaced || isClose ? [...line.matchAll(/\d/g)].map(([digit]) => Number(digit)) : null;
}
