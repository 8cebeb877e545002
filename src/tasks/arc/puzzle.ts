import { z } from "../../protocol/zod.ts";
import { cellCount, type Grid, sizeOf } from "./grid.ts";
import { faultInGrid, faultInPuzzle } from "./puzzleFault.ts";

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
 * may be longer. Only the first mistake is reported.
 */
export const gridSchema = z.custom<Grid>().check(
  z.superRefine((grid, context) => {
    const fault = faultInGrid(grid);
    if (fault !== null) context.addIssue({ code: "custom", ...fault });
  }),
);

type WrittenPuzzle = Puzzle & { test: readonly { input: Grid; output?: Grid | null }[] };

/** The public ARC JSON: `{train: [{input, output}], test: [{input, output?}]}`; other keys are ignored. */
export const puzzleSchema = z.pipe(
  z.custom<WrittenPuzzle>().check(
    z.superRefine((json, context) => {
      const fault = faultInPuzzle(json);
      if (fault !== null) context.addIssue({ code: "custom", ...fault });
    }),
  ),
  z.transform(
    ({ train, test }): Puzzle => ({
      train: train.map(({ input, output }) => ({ input, output })),
      test: test.map(({ input, output }) => ({ input, output: output ?? null })),
    }),
  ),
);

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
