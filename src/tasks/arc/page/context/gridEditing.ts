import { type Grid, MAX_SIDE, sameGrid, sizeOf } from "../../grid.ts";
import type { Pair, Puzzle } from "../../puzzle.ts";

export { MAX_SIDE };

/** Which grid of a puzzle. */
export interface GridPlace {
  list: "train" | "test";
  index: number;
  side: "input" | "output";
}

export function isSamePlace(a: GridPlace, b: GridPlace): boolean {
  return a.list === b.list && a.index === b.index && a.side === b.side;
}

/** All functions return new puzzles and grids; one that changes nothing returns what it was given. */

/** The grid there; null where there is none, as the answer to a test that nobody knows. */
export function gridAt(puzzle: Puzzle, { list, index, side }: GridPlace): Grid | null {
  return puzzle[list][index]?.[side] ?? null;
}

export function withGrid(puzzle: Puzzle, { list, index, side }: GridPlace, grid: Grid): Puzzle {
  return list === "train"
    ? { ...puzzle, train: puzzle.train.map((pair, i) => (i === index ? { ...pair, [side]: grid } : pair)) }
    : { ...puzzle, test: puzzle.test.map((query, i) => (i === index ? { ...query, [side]: grid } : query)) };
}

/** A grid of the puzzle as a change makes it. */
export function changedAt(puzzle: Puzzle, place: GridPlace, change: (grid: Grid) => Grid): Puzzle {
  const before = gridAt(puzzle, place);
  if (!before) return puzzle;
  const after = change(before);
  return after === before ? puzzle : withGrid(puzzle, place, after);
}

/** The test with an answer that nobody knows: it is predicted and not scored. */
export function withoutAnswer(puzzle: Puzzle, index: number): Puzzle {
  const test = puzzle.test.map((query, i) => (i === index ? { ...query, output: null } : query));
  return { ...puzzle, test };
}

export function painted(grid: Grid, row: number, column: number, colour: number): Grid {
  const before = grid[row]?.[column];
  if (before === undefined || before === colour) return grid;
  return grid.map((cells, y) => (y === row ? cells.map((one, x) => (x === column ? colour : one)) : cells));
}

/** The area of one colour around a cell in another colour. */
export function filled(grid: Grid, row: number, column: number, colour: number): Grid {
  const before = grid[row]?.[column];
  if (before === undefined || before === colour) return grid;
  const cells = grid.map((one) => [...one]);
  const open: [number, number][] = [[row, column]];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const [y, x] = place;
    const line = cells[y];
    if (line?.[x] !== before) continue;
    line[x] = colour;
    open.push([y - 1, x], [y + 1, x], [y, x - 1], [y, x + 1]);
  }
  return cells;
}

/**
 * Cut off or filled up with the background at the right and below. Sides outside 1 to 30 are brought within, but
 * a row that is longer already, as of 1D-ARC, is only cut where a shorter one is asked for.
 */
export function resized(grid: Grid, height: number, width: number): Grid {
  const before = sizeOf(grid);
  const columns = sideWithin(width, before.width);
  // The format knows such a row only as the only one.
  const rows = columns > MAX_SIDE ? 1 : sideWithin(height, before.height);
  const next = Array.from({ length: rows }, (_, y) =>
    Array.from({ length: columns }, (_, x) => grid[y]?.[x] ?? 0),
  );
  return sameGrid(next, grid) ? grid : next;
}

function sideWithin(asked: number, before: number): number {
  return Math.max(1, Math.min(Math.max(MAX_SIDE, before), Math.round(asked) || 1));
}

/** With one more pair, a copy of the last one's sizes, empty. */
export function withPair(puzzle: Puzzle, list: GridPlace["list"]): Puzzle {
  const last = puzzle[list].at(-1);
  const empty = (grid: Grid | null | undefined): Grid => (grid ?? EMPTY).map((cells) => cells.map(() => 0));
  const pair: Pair = { input: empty(last?.input), output: empty(last?.output ?? last?.input) };
  return { ...puzzle, [list]: [...puzzle[list], pair] };
}

/** Without a pair; the last one of a list stays. */
export function withoutPair(puzzle: Puzzle, list: GridPlace["list"], index: number): Puzzle {
  if (puzzle[list].length <= 1) return puzzle;
  return { ...puzzle, [list]: puzzle[list].filter((_: unknown, i: number) => i !== index) };
}

const EMPTY: Grid = [
  [0, 0, 0],
  [0, 0, 0],
  [0, 0, 0],
];

/** Where drawing begins. */
export const EMPTY_PUZZLE: Puzzle = {
  train: [
    { input: EMPTY, output: EMPTY },
    { input: EMPTY, output: EMPTY },
  ],
  test: [{ input: EMPTY, output: EMPTY }],
};
