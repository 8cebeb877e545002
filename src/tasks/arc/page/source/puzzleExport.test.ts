import fc from "fast-check";
import { expect, it } from "vitest";
import { mirrorPuzzle } from "../../../../../test/gridFake.ts";
import { importArc } from "../../import/importArc.ts";
import type { Puzzle } from "../../puzzle.ts";
import { puzzleJson, submissionJson } from "./puzzleExport.ts";
import { puzzleSvg } from "./puzzleSvg.ts";

const anyGrid = fc
  .tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }), fc.nat())
  .map(([height, width, seed]) =>
    Array.from({ length: height }, (_, y) =>
      Array.from({ length: width }, (_, x) => (seed + y + 3 * x) % 10),
    ),
  );
const anyPuzzle: fc.Arbitrary<Puzzle> = fc.record({
  train: fc.array(fc.record({ input: anyGrid, output: anyGrid }), { minLength: 1, maxLength: 3 }),
  test: fc.array(fc.record({ input: anyGrid, output: fc.option(anyGrid) }), { minLength: 1, maxLength: 2 }),
});
const colours = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"].map((letter) => `#${letter}`);

it("any saved puzzle can be imported again", () => {
  fc.assert(
    fc.property(anyPuzzle, (puzzle) => {
      const text = puzzleJson({ name: "p", puzzle });
      expect(importArc([{ name: "p", text }]).puzzles).toEqual([{ name: "p", puzzle }]);
    }),
    { numRuns: 50, seed: 8 },
  );
});

it("attempts have the competition's form, with the votes beside them", () => {
  const [first, second] = [mirrorPuzzle.test[0]!.output, mirrorPuzzle.test[0]!.input];
  const ballots = [
    { view: "identity", grid: first, score: -1 },
    { view: "transpose", grid: first, score: -1 },
    { view: "rotate 180°", grid: null, score: -9, fault: "it has no line of digits" },
  ];
  const attempts = [{ grid: first, views: ["identity", "transpose"], score: -1 }];
  const written: unknown = JSON.parse(
    submissionJson([{ name: "ab12", answer: { tests: [{ ballots, attempts }] } }]),
  );
  expect(written).toEqual({
    ab12: [
      {
        attempt_1: first,
        attempt_2: [[0]],
        votes: [2],
        views: [
          { view: "identity", grid: first },
          { view: "transpose", grid: first },
          { view: "rotate 180°", grid: null, fault: "it has no line of digits" },
        ],
      },
    ],
  });
  expect(second).not.toEqual(first);
});

it("a set is one submission, in which every puzzle has a name of its own", () => {
  const answer = { tests: [{ ballots: [], attempts: [] }] };
  const answered = ["a", "b", "a", "a"].map((name) => ({ name, answer }));
  const written: object = JSON.parse(submissionJson(answered));
  expect(Object.keys(written)).toEqual(["a", "b", "a (2)", "a (3)"]);
});

it("a picture has a square for every cell and is no wider than its grids need", () => {
  fc.assert(
    fc.property(anyPuzzle, (puzzle) => {
      const { svg, width, height } = puzzleSvg(puzzle, colours);
      const grids = [...puzzle.train, ...puzzle.test].flatMap(({ input, output }) =>
        output ? [input, output] : [input],
      );
      const cells = grids.reduce((sum, grid) => sum + grid.length * (grid[0]?.length ?? 0), 0);
      expect(svg.match(/<rect x=/g)).toHaveLength(cells);
      expect(svg.match(/\?<\/text>/g) ?? []).toHaveLength(
        puzzle.test.filter(({ output }) => output === null).length,
      );
      for (const [, x, y] of svg.matchAll(/<rect x="(\d+)" y="(\d+)"/g)) {
        expect(Number(x) + 20).toBeLessThan(width);
        expect(Number(y) + 20).toBeLessThan(height);
      }
    }),
    { numRuns: 20, seed: 8 },
  );
});
