import { z } from "../../protocol/zod.ts";
import { COLOURS, cellCount, type Grid, MAX_ROW, MAX_SIDE, sizeOf } from "./grid.ts";

/** A demonstration: what a grid becomes. */
export interface Pair {
  readonly input: Grid;
  readonly output: Grid;
}

/** A grid to be answered; without an output it can be predicted but not scored. */
export interface Query {
  readonly input: Grid;
  readonly output: Grid | null;
}

/** An ARC puzzle: demonstrations of one rule, and the grids to apply it to. */
export interface Puzzle {
  readonly train: readonly Pair[];
  readonly test: readonly Query[];
}

export interface NamedPuzzle {
  readonly name: string;
  readonly puzzle: Puzzle;
}

/**
 * One grid of the public JSON: 1 to 30 rows of equal length, colours 0 to 9. A grid of one row, as in 1D-ARC,
 * may be longer. Only the first mistake is reported: a large file of wrong cells should not take minutes.
 */
export const gridSchema = z.custom<Grid>().check(
  z.superRefine((grid, context) => {
    const fault = faultIn(grid);
    if (fault !== null) context.addIssue({ code: "custom", ...fault });
  }),
);

interface Fault {
  path: number[];
  message: string;
}

function faultIn(grid: unknown): Fault | null {
  if (!Array.isArray(grid)) return { path: [], message: "is not a list of rows" };
  if (grid.length === 0) return { path: [], message: "has no rows" };
  if (grid.length > MAX_SIDE) {
    return { path: [], message: `has ${grid.length} rows, and the format allows ${MAX_SIDE} at most` };
  }
  const longest = grid.length === 1 ? MAX_ROW : MAX_SIDE;
  for (const [y, row] of grid.entries()) {
    const message = rowFault(row, longest);
    if (message !== null) return { path: [y], message };
    const x = row.findIndex((colour: unknown) => !isColour(colour));
    if (x >= 0) return { path: [y, x], message: "is not a colour: whole numbers 0 to 9 are" };
    const width = grid[0].length;
    if (row.length !== width) {
      return { path: [y], message: `has ${count(row.length, "cell")}, but the first row has ${width}` };
    }
  }
  return null;
}

function rowFault(row: unknown, longest: number): string | null {
  if (!Array.isArray(row)) return "is not a list of colours";
  if (row.length === 0) return "has no cells";
  return row.length > longest ? `has ${row.length} cells, and the format allows ${longest} at most` : null;
}

function isColour(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) < COLOURS;
}

const pairSchema = z.object(
  { input: gridSchema, output: gridSchema },
  { error: "is not an object with “input” and “output”" },
);
const querySchema = z.object(
  {
    input: gridSchema,
    output: z.pipe(
      z.nullish(gridSchema),
      z.transform((output) => output ?? null),
    ),
  },
  { error: "is not an object with “input”" },
);

/** The public ARC JSON: `{train: [{input, output}], test: [{input, output?}]}`; other keys are ignored. */
export const puzzleSchema = z.object(
  {
    train: z
      .array(pairSchema, { error: "is not a list of pairs" })
      .check(z.minLength(1, { error: "is empty" })),
    test: z
      .array(querySchema, { error: "is not a list of pairs" })
      .check(z.minLength(1, { error: "is empty" })),
  },
  { error: "is not an object with “train” and “test”" },
) satisfies z.ZodMiniType<Puzzle>;

/** Whether the answers of all test inputs are given; without one, what is predicted can be neither right nor wrong. */
export function isScored({ test }: Pick<Puzzle, "test">): boolean {
  return test.every(({ output }) => output !== null);
}

/** Cells that a model has to read and write for one test input: all demonstrations, the query and its answer. */
export function cellsOf(puzzle: Puzzle): number {
  const cells = (grid: Grid) => cellCount(sizeOf(grid));
  const shown = puzzle.train.reduce((sum, { input, output }) => sum + cells(input) + cells(output), 0);
  // An unknown answer is counted as large as its input.
  const asked = puzzle.test.map(({ input, output }) => cells(input) + cells(output ?? input));
  return shown + Math.max(0, ...asked);
}

/** The longest side of any grid in it. */
export function longestSide(puzzle: Puzzle): number {
  return Math.max(...gridsOf(puzzle).map(longestOf));
}

function gridsOf({ train, test }: Puzzle): Grid[] {
  return [...train, ...test].flatMap(({ input, output }) => (output === null ? [input] : [input, output]));
}

function longestOf(grid: Grid): number {
  const { height, width } = sizeOf(grid);
  return Math.max(height, width);
}

function mostOf(grid: Grid, { maxSide, maxRow = maxSide }: PuzzleLimits): number {
  return grid.length === 1 ? maxRow : maxSide;
}

/** What a model can read. */
export interface PuzzleLimits {
  /** Longest side of a grid. */
  readonly maxSide: number;
  /** Longest grid of a single row; absent = `maxSide`. */
  readonly maxRow?: number;
  /** Most cells of all demonstrations, one query and its answer together. */
  readonly maxCells: number;
}

/** Whether a model can read every grid and all of them together. */
export function isWithin(puzzle: Puzzle, limits: PuzzleLimits): boolean {
  return excessOf(puzzle, limits) === null;
}

/** Why a model cannot read a puzzle, one clause that says by how much; null where it can. */
export function excessOf(puzzle: Puzzle, limits: PuzzleLimits): string | null {
  const tooLong = gridsOf(puzzle).filter((grid) => longestOf(grid) > mostOf(grid, limits));
  const longest = tooLong.sort((a, b) => longestOf(b) - longestOf(a))[0];
  if (longest !== undefined) {
    const [side, most] = [longestOf(longest), mostOf(longest, limits)];
    return `its longest side is ${count(side, "cell")}, ${side - most} more than the ${most} that the model reads`;
  }
  const cells = cellsOf(puzzle);
  if (cells > limits.maxCells) {
    return `it has ${count(cells, "cell")} with all demonstrations, ${cells - limits.maxCells} more than the ${limits.maxCells} that the model reads`;
  }
  return null;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
