import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readArc, readArcText, arcTaskJson as task, whyNoArc } from "../../../../test/arcFiles.ts";
import { processorTime } from "../../../../test/processorTime.ts";
import { PlaygroundError } from "../../../protocol/playgroundError.ts";
import { cellsOf, excessOf } from "../puzzle.ts";
import { MAX_FILE_CHARACTERS } from "./importArc.ts";

const quiet = { answers: new Map(), rejected: [], rejectedCount: 0, notes: [] };
const withInput = (input: unknown) => ({ ...task, train: [task.train[0], { input, output: [[1]] }] });

describe("importing ARC files", () => {
  it("reads a single task under the given name, and ignores keys it does not know", () => {
    expect(readArc({ ...task, uid: 7 })).toEqual({ puzzles: [{ name: "mine", puzzle: task }], ...quiet });
  });

  it("reads a map of names to tasks, in order, even where a task is called “train”", () => {
    const { puzzles } = readArc({ b: task, train: task, a: task });
    expect(puzzles.map(({ name }) => name)).toEqual(["b", "train", "a"]);
  });

  it("reads a test input without an output as one to predict", () => {
    const unanswered = { ...task, test: [{ input: [[3, 0]] }, { input: [[4]], output: null }] };
    expect(readArc(unanswered).puzzles[0]?.puzzle.test.map(({ output }) => output)).toEqual([null, null]);
  });

  it.each([
    [
      withInput([[1, 2], [3]]),
      "Task “mine”, demonstration 2, input, row 2: has 1 cell, but the first row has 2.",
    ],
    [
      withInput([[1, 12]]),
      "Task “mine”, demonstration 2, input, row 1, cell 2: 12 is not a colour: whole numbers 0 to 9 are.",
    ],
    [
      withInput([[1, -1]]),
      "Task “mine”, demonstration 2, input, row 1, cell 2: -1 is not a colour: whole numbers 0 to 9 are.",
    ],
    [
      withInput([[0.5]]),
      "Task “mine”, demonstration 2, input, row 1, cell 1: 0.5 is not a colour: whole numbers 0 to 9 are.",
    ],
    [
      withInput([["red"]]),
      'Task “mine”, demonstration 2, input, row 1, cell 1: "red" is not a colour: whole numbers 0 to 9 are.',
    ],
    [
      withInput([[[]]]),
      "Task “mine”, demonstration 2, input, row 1, cell 1: is not a colour: whole numbers 0 to 9 are.",
    ],
    [withInput([]), "Task “mine”, demonstration 2, input: has no rows."],
    [withInput([[]]), "Task “mine”, demonstration 2, input, row 1: has no cells."],
    [withInput("grid"), "Task “mine”, demonstration 2, input: is not a list of rows."],
    [withInput([1]), "Task “mine”, demonstration 2, input, row 1: is not a list of colours."],
    [
      withInput(Array(31).fill([1])),
      "Task “mine”, demonstration 2, input: has 31 rows, and the format allows 30 at most.",
    ],
    [
      withInput([Array(31).fill(1), [1]]),
      "Task “mine”, demonstration 2, input, row 1: has 31 cells, and the format allows 30 at most.",
    ],
    [{ ...task, train: [] }, "Task “mine”: “train” is empty, so nothing shows the rule."],
    [{ ...task, train: [{ input: [[1]] }] }, "Task “mine”, demonstration 1, output: is missing."],
    [{ ...task, train: [3] }, "Task “mine”, demonstration 1: is not an object with “input” and “output”."],
    [{ train: task.train }, "Task “mine”: “test” is missing."],
    [{ test: task.test }, "Task “mine”: “train” is missing."],
    [{ ...task, test: [] }, "Task “mine”: “test” is empty."],
    [
      { ...task, test: [{ input: [[1], [2, 3]] }] },
      "Task “mine”, test pair 1, input, row 2: has 2 cells, but the first row has 1.",
    ],
    [{ only: 3 }, "Task “only” is not an object with “train” and “test”."],
    [
      {},
      "“mine” holds no tasks: it should be an object with “train” and “test”, or hold such objects by name or in a list.",
    ],
    [
      null,
      "“mine” holds no tasks: it should be an object with “train” and “test”, or hold such objects by name or in a list.",
    ],
    [[3], "Task “mine” is not an object with “train” and “test”."],
    [
      { ...task, train: Array(51).fill(task.train[0]) },
      "Task “mine”: “train” has 51 demonstrations, and at most 50 are read.",
    ],
    [
      { ...task, test: Array(21).fill(task.test[0]) },
      "Task “mine”: “test” has 21 test inputs, and at most 20 are read.",
    ],
    [
      { mine: [{ attempt_1: [[1]], attempt_2: [[2]] }] },
      "“mine” holds attempts of a submission, and no tasks.",
    ],
  ])("names what is wrong and where (%#)", (json, message) => {
    expect(whyNoArc(json)).toBe(message);
  });

  it("says so where a file is not JSON or too large", () => {
    expect(() => readArcText("{")).toThrow(/“mine” cannot be read: it is not JSON/);
    expect(() => readArcText(" \n")).toThrow("“mine” is empty");
    expect(() => readArcText("<!doctype html><html>")).toThrow("“mine” is a web page, and no JSON");
    expect(() => readArcText(`"${"x".repeat(MAX_FILE_CHARACTERS)}"`)).toThrow("“mine” holds 5.0 MB of text");
  });

  it("keeps the good tasks of a file and lists the others", () => {
    const { puzzles, rejected } = readArc({ good: task, bad: withInput([[99]]) });
    expect(puzzles.map(({ name }) => name)).toEqual(["good"]);
    expect(rejected.map(({ message }) => message)).toEqual([
      "Task “bad”, demonstration 2, input, row 1, cell 1: 99 is not a colour: whole numbers 0 to 9 are.",
    ]);
  });

  it("answers a nearly 5 MB file of wrong values, and deep ones, within seconds", () => {
    const started = processorTime();
    const wide = JSON.stringify(withInput([new Array(1_200_000).fill(77)]));
    expect(() => readArcText(wide)).toThrow(PlaygroundError);
    const deep = JSON.stringify(withInput([["@"]])).replace('"@"', "[".repeat(300_000) + "]".repeat(300_000));
    expect(() => readArcText(deep)).toThrow(PlaygroundError);
    for (const many of [
      `{"train":[${"{},".repeat(1_500_000)}{}]}`,
      `[${"[[[1]]],".repeat(500_000)}[]]`,
      `{}\n`.repeat(1_000_000),
    ])
      expect(() => readArcText(many)).toThrow(PlaygroundError);
    expect(processorTime() - started).toBeLessThan(5_000);
  });

  it("reads at most 5,000 tasks of one file", () => {
    const names = Array.from({ length: 5001 }, (_, i) => [`t${i}`, null]);
    expect(whyNoArc(Object.fromEntries(names))).toBe(
      "With “mine” there are 5001 tasks, and at most 5000 are read.",
    );
  });

  it("meets any text with a result or a PlaygroundError", () => {
    const json = fc.oneof(fc.jsonValue(), fuzzedTask());
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          json.map((value) => JSON.stringify(value)),
        ),
        (text) => {
          try {
            for (const { puzzle } of readArcText(text).puzzles) expect(cellsOf(puzzle)).toBeGreaterThan(0);
          } catch (error) {
            expect(error).toBeInstanceOf(PlaygroundError);
          }
        },
      ),
      { numRuns: 500, seed: 5 },
    );
  });

  it("says by how much a puzzle is too large for a model", () => {
    const { puzzle } = readArc(task).puzzles[0]!;
    expect(excessOf(puzzle, { maxSide: 5, maxCells: 12 })).toBeNull();
    expect(excessOf(puzzle, { maxSide: 1, maxCells: 12 })).toBe(
      "its longest side is 2 cells, 1 more than the 1 that the model reads",
    );
    expect(excessOf(puzzle, { maxSide: 5, maxCells: 10 })).toBe(
      "it has 12 cells with all demonstrations, 2 more than the 10 that the model reads",
    );
  });
});

/** Tasks with something odd in them: most of what people get wrong by hand. */
function fuzzedTask(): fc.Arbitrary<unknown> {
  const cell = fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 0, max: 9 }) },
    fc.jsonValue({ maxDepth: 1 }),
  );
  const grid = fc.oneof(
    { weight: 9, arbitrary: fc.array(fc.array(cell, { maxLength: 32 }), { maxLength: 32 }) },
    fc.jsonValue(),
  );
  const pair = fc.record({ input: grid, output: grid }, { requiredKeys: [] });
  const list = fc.oneof({ weight: 9, arbitrary: fc.array(pair, { maxLength: 3 }) }, fc.jsonValue());
  const single = fc.record({ train: list, test: list }, { requiredKeys: [] });
  return fc.oneof(single, fc.dictionary(fc.string(), single, { maxKeys: 3 }));
}
