import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Puzzle, puzzleSchema } from "../../puzzle.ts";
import {
  changedAt,
  EMPTY_PUZZLE,
  filled,
  painted,
  resized,
  withoutAnswer,
  withoutPair,
  withPair,
} from "./gridEditing.ts";

const grid = [
  [1, 1, 0],
  [0, 1, 0],
  [1, 0, 0],
];

const LONG_ROW = [Array.from({ length: 40 }, (_, x) => x % 10)];

describe("painting", () => {
  it("changes one cell, and leaves the grid alone where it has that colour", () => {
    expect(painted(grid, 0, 2, 5)[0]).toEqual([1, 1, 5]);
    expect(grid[0]).toEqual([1, 1, 0]);
    expect(painted(grid, 0, 0, 1)).toBe(grid);
    expect(painted(grid, 9, 0, 1)).toBe(grid);
  });

  it("fills what hangs together by sides, not by corners", () => {
    expect(filled(grid, 0, 0, 4)).toEqual([
      [4, 4, 0],
      [0, 4, 0],
      [1, 0, 0],
    ]);
    expect(filled(grid, 2, 0, 1)).toBe(grid);
  });
});

it("resizing cuts at the right and below, fills with the background, and stays within the format", () => {
  expect(resized(grid, 2, 4)).toEqual([
    [1, 1, 0, 0],
    [0, 1, 0, 0],
  ]);
  expect(resized(grid, 3, 3)).toBe(grid);
  expect(resized(grid, 99, Number.NaN)).toHaveLength(30);
  expect(resized(grid, 0, 1)).toEqual([[1]]);
});

it("resizing keeps a longer row than the format's 30, as of 1D-ARC, until it is made shorter", () => {
  expect(resized(LONG_ROW, 1, 50)).toBe(LONG_ROW);
  expect(resized(LONG_ROW, 1, 35)[0]).toHaveLength(35);
  // The format knows longer rows only as the only one.
  expect(resized(LONG_ROW, 3, 40)).toBe(LONG_ROW);
  expect(resized(LONG_ROW, 3, 20)).toHaveLength(3);
  expect(resized(resized(LONG_ROW, 1, 30), 1, 31)[0]).toHaveLength(30);
});

it("whatever is done, it stays a puzzle of the public format", () => {
  const place = fc.record({
    list: fc.constantFrom("train" as const, "test" as const),
    index: fc.nat(3),
    side: fc.constantFrom("input" as const, "output" as const),
  });
  const step = fc.tuple(fc.constantFrom(0, 1, 2, 3, 4, 5), place, fc.integer(), fc.nat(40), fc.nat(9));
  const long: Puzzle = {
    train: [{ input: LONG_ROW, output: LONG_ROW }],
    test: [{ input: LONG_ROW, output: null }],
  };
  fc.assert(
    fc.property(fc.constantFrom(EMPTY_PUZZLE, long), fc.array(step, { maxLength: 30 }), (first, steps) => {
      let puzzle = first;
      for (const [kind, at, a, b, colour] of steps) {
        if (kind === 0) puzzle = changedAt(puzzle, at, (grid) => painted(grid, a, b, colour));
        if (kind === 1) puzzle = changedAt(puzzle, at, (grid) => filled(grid, b, a, colour));
        if (kind === 2) puzzle = changedAt(puzzle, at, (grid) => resized(grid, a, b));
        if (kind === 3) puzzle = withPair(puzzle, at.list);
        if (kind === 4) puzzle = withoutPair(puzzle, at.list, at.index);
        if (kind === 5) puzzle = withoutAnswer(puzzle, at.index);
      }
      expect(puzzleSchema.parse(puzzle)).toEqual(puzzle);
    }),
  );
});
