import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "../../protocol/zod.ts";
import type { Grid } from "./grid.ts";
import { GRID_MODELS } from "./gridModels.ts";
import { headerToken } from "./notation/gridVocabulary.ts";
import type { Puzzle } from "./puzzle.ts";
import { excessFor, gridModelsFor } from "./puzzleReaders.ts";

const configSchema = z.object({ max_position_embeddings: z.int() });

describe.each(GRID_MODELS)("$id", ({ id, reads: { side, row }, positions }) => {
  const folder = `public/models/${id}`;

  it("has a tokenizer that knows grids of the sizes that the page promises, and no larger ones", () => {
    const tokenizer = readFileSync(`${folder}/tokenizer.json`, "utf8");
    const knows = (height: number, width: number) =>
      tokenizer.includes(JSON.stringify(headerToken("output", height, width)));
    expect([knows(side, side), knows(1, row)]).toEqual([true, true]);
    expect([knows(side + 1, side), knows(side, side + 1), knows(1, row + 1)]).toEqual([false, false, false]);
  });

  it("has the context that the page promises", () => {
    const config = configSchema.parse(JSON.parse(readFileSync(`${folder}/config.json`, "utf8")));
    expect(config.max_position_embeddings).toBe(positions);
  });
});

const ids = GRID_MODELS.map(({ id }) => id);
const square = (side: number): Grid => Array.from({ length: side }, () => new Array<number>(side).fill(1));
const puzzle = (grid: Grid, pairs = 2): Puzzle => {
  const pair = { input: grid, output: grid };
  return { train: new Array(pairs).fill(pair), test: [pair] };
};
const named = (one: Puzzle, there = ids) => gridModelsFor(one, there).map(({ id }) => id);

it("a puzzle is read by the smallest model that can, of those that are there", () => {
  expect(named(puzzle(square(5)))).toEqual(["embedded-grid", "embedded-grid-large"]);
  expect(named(puzzle(square(6)))).toEqual(["embedded-grid-large"]);
  expect(named(puzzle([new Array<number>(30).fill(1)]))).toEqual(["embedded-grid-large"]);
  expect(named(puzzle(square(6)), ["embedded-grid"])).toEqual([]);
  expect(named(puzzle(square(11)))).toEqual([]);
});

it("what cannot be read says by how much: too long a side, or too many cells in all", () => {
  const [small, large] = GRID_MODELS;
  expect(excessFor(small!, puzzle(square(9)))).toMatch(/9 cells, 4 more than the 5/);
  expect(excessFor(large!, puzzle(square(30)))).toMatch(/30 cells, 20 more than the 10/);
  expect(excessFor(large!, puzzle(square(10), 6))).toBeNull();
  expect(excessFor(large!, puzzle(square(10), 7))).toMatch(/1600 cells with all demonstrations, \d+ more/);
});
