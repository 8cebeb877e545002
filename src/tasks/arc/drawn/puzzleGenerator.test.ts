import { describe, expect, it } from "vitest";
import { createRandom } from "../../../protocol/random.ts";
import { gridKey, sameGrid } from "../grid.ts";
import { cellsOf } from "../puzzle.ts";
import { drawPuzzle, generatePuzzle, type PuzzleSource } from "./puzzleGenerator.ts";
import { PUZZLE_SIZES } from "./puzzleSize.ts";
import { familiesOf, findFamily } from "./splits.ts";

const small = PUZZLE_SIZES.small;
const source = (rule: (grid: readonly (readonly number[])[]) => number[][], colours = 9): PuzzleSource => ({
  name: "stub",
  draw: () => ({ rule, input: (random) => [[1 + random.below(colours), random.below(9)]], symmetries: [] }),
});

describe("the generator", () => {
  it("gives the same puzzle for a seed and different ones for different seeds and sizes", () => {
    const family = findFamily("gravity");
    expect(generatePuzzle(family, 7, "small")).toEqual(generatePuzzle(family, 7, "small"));
    const keys = Array.from({ length: 30 }, (_, seed) =>
      gridKey(generatePuzzle(family, seed, "small").test[0]!.input),
    );
    expect(new Set(keys).size).toBeGreaterThan(27);
    expect(generatePuzzle(family, 7, "large")).not.toEqual(generatePuzzle(family, 7, "small"));
  });

  it("shows three or four demonstrations, all different, and asks for another grid", () => {
    for (const family of familiesOf("core")) {
      const puzzle = generatePuzzle(family, 3, "small");
      const inputs = [...puzzle.train, ...puzzle.test].map(({ input }) => gridKey(input));
      expect(new Set(inputs).size).toBe(inputs.length);
      expect(puzzle.train.length === 3 || puzzle.train.length === 4).toBe(true);
      expect(puzzle.test).toHaveLength(1);
      expect(cellsOf(puzzle)).toBeLessThanOrEqual(small.maxCells);
      for (const { input, output } of puzzle.train) expect(sameGrid(input, output)).toBe(false);
    }
  });

  it.each([
    ["nothing happens", source((grid) => grid.map((row) => [...row]))],
    ["nothing is left", source(() => [[0]])],
    ["all answers are the same", source(() => [[7]])],
    ["the grids are too large", source((grid) => [[...grid[0]!, 1, 2, 3, 4]])],
  ])("gives up on rules by which %s", (_, stub) => {
    expect(drawPuzzle(stub, createRandom(1), small)).toBeNull();
  });

  it("asks for no colour that neither the query nor a demonstration shows", () => {
    const successor = source((grid) => [[(grid[0]![0]! % 9) + 1, grid[0]![1]!]]);
    for (let seed = 0; seed < 20; seed++) {
      const { train, test } = drawPuzzle(successor, createRandom(seed), small)!;
      const shown = [...train.flatMap(({ output }) => output.flat()), ...test[0]!.input.flat(), 0];
      for (const colour of test[0]!.output.flat()) expect(shown).toContain(colour);
    }
  });

  it("refuses a size in which a family's rules cannot be shown", () => {
    expect(() => generatePuzzle(findFamily("odd shape out"), 1, "small")).toThrow(
      "Puzzles of the family “odd shape out” do not fit in the size “small”.",
    );
    expect(() => generatePuzzle(findFamily("rotate"), 1, "row")).toThrow("do not fit in the size “row”");
  });
});
