import { describe, expect, it } from "vitest";
import { EXAMPLE_PUZZLES, puzzleOfExample } from "./examples.ts";
import { puzzleSchema } from "./puzzle.ts";
import { familiesOf } from "./splits.ts";

describe("the gallery", () => {
  it("has at least forty different puzzles, each in the public format", () => {
    const puzzles = EXAMPLE_PUZZLES.map(puzzleOfExample);
    expect(puzzles.length).toBeGreaterThanOrEqual(40);
    expect(new Set(puzzles.map((puzzle) => JSON.stringify(puzzle))).size).toBe(puzzles.length);
    expect(new Set(EXAMPLE_PUZZLES.map(({ id }) => id)).size).toBe(puzzles.length);
    for (const { train, test } of puzzles) {
      const json = JSON.parse(JSON.stringify({ train, test }));
      expect(puzzleSchema.parse(json)).toEqual({ train, test });
    }
  });

  it("shows families that the model was trained on and families that it was not", () => {
    const shown = EXAMPLE_PUZZLES.map(({ family }) => family);
    for (const split of ["core", "wide", "outer", "unseen"] as const) {
      expect(familiesOf(split).filter(({ name }) => shown.includes(name)).length).toBeGreaterThanOrEqual(8);
    }
  });
});
