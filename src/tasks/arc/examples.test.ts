import { describe, expect, it } from "vitest";
import { familiesOf } from "./drawn/splits.ts";
import { EXAMPLE_PUZZLES, IDEA_ORDER, puzzleOfExample } from "./examples.ts";
import { type Puzzle, puzzleSchema } from "./puzzle.ts";

function longestSide({ train, test }: Puzzle): number {
  const grids = [...train, ...test].flatMap(({ input, output }) => [input, output ?? input]);
  return Math.max(...grids.flatMap((grid) => [grid.length, grid[0]?.length ?? 0]));
}

describe("the gallery", () => {
  it("has at least eighty different puzzles, each in the public format", () => {
    const puzzles = EXAMPLE_PUZZLES.map(puzzleOfExample);
    expect(puzzles.length).toBeGreaterThanOrEqual(80);
    expect(new Set(puzzles.map((puzzle) => JSON.stringify(puzzle))).size).toBe(puzzles.length);
    expect(new Set(EXAMPLE_PUZZLES.map(({ id }) => id)).size).toBe(puzzles.length);
    for (const { train, test } of puzzles) {
      const json = JSON.parse(JSON.stringify({ train, test }));
      expect(puzzleSchema.parse(json)).toEqual({ train, test });
    }
  });

  it("is sorted by idea and then by difficulty, and every number is there once", () => {
    const places = EXAMPLE_PUZZLES.map(({ idea, level }) => 10 * IDEA_ORDER.indexOf(idea) + level);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    const numbers = EXAMPLE_PUZZLES.map(({ number }) => number).sort((a, b) => a - b);
    expect(numbers).toEqual(EXAMPLE_PUZZLES.map((_, i) => i + 1));
    for (const idea of IDEA_ORDER) {
      expect(EXAMPLE_PUZZLES.filter((example) => example.idea === idea).length).toBeGreaterThan(2);
    }
  });

  it("has small puzzles and ones that only the model for large grids reads", () => {
    const sides = EXAMPLE_PUZZLES.map(puzzleOfExample).map(longestSide);
    expect(sides.filter((side) => side <= 5).length).toBeGreaterThanOrEqual(30);
    expect(sides.filter((side) => side > 5 && side <= 10).length).toBeGreaterThanOrEqual(24);
  });

  it("shows families that the model was trained on and families that it was not", () => {
    const shown = EXAMPLE_PUZZLES.map(({ family }) => family);
    for (const split of ["core", "wide", "outer", "unseen"] as const) {
      expect(familiesOf(split).filter(({ name }) => shown.includes(name)).length).toBeGreaterThanOrEqual(8);
    }
  });
});
