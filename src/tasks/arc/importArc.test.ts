import { existsSync, readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PlaygroundError } from "../../protocol/playgroundError.ts";
import { importArc, MAX_FILE_CHARACTERS } from "./importArc.ts";
import { excessOf, longestSide, type Puzzle } from "./puzzle.ts";

const task = {
  train: [
    { input: [[1, 0]], output: [[0, 1]] },
    { input: [[2, 0]], output: [[0, 2]] },
  ],
  test: [{ input: [[3, 0]], output: [[0, 3]] }],
};

const read = (json: unknown) => importArc(JSON.stringify(json), "mine");
const withInput = (input: unknown) => ({ ...task, train: [task.train[0], { input, output: [[1]] }] });

function sentence(json: unknown): string {
  try {
    read(json);
  } catch (error) {
    expect(error).toBeInstanceOf(PlaygroundError);
    if (error instanceof PlaygroundError) {
      expect(error.kind).toBe("bad-input");
      expect(error.advice).not.toBe("");
      return error.message;
    }
  }
  throw new Error("nothing was wrong");
}

describe("importing ARC files", () => {
  it("reads a single task under the given name, and ignores keys it does not know", () => {
    expect(read({ ...task, uid: 7 })).toEqual({ puzzles: [{ name: "mine", puzzle: task }], rejected: [] });
  });

  it("reads a map of names to tasks, in order, even where a task is called “train”", () => {
    const { puzzles } = read({ b: task, train: task, a: task });
    expect(puzzles.map(({ name }) => name)).toEqual(["b", "train", "a"]);
  });

  it("reads a test input without an output as one to predict", () => {
    const unanswered = { ...task, test: [{ input: [[3, 0]] }, { input: [[4]], output: null }] };
    expect(read(unanswered).puzzles[0]?.puzzle.test.map(({ output }) => output)).toEqual([null, null]);
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
      withInput([["3"]]),
      'Task “mine”, demonstration 2, input, row 1, cell 1: "3" is not a colour: whole numbers 0 to 9 are.',
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
      "“mine” holds no tasks: it should be an object with “train” and “test”, or one that maps names to such objects.",
    ],
    [
      [task],
      "“mine” holds no tasks: it should be an object with “train” and “test”, or one that maps names to such objects.",
    ],
    [
      null,
      "“mine” holds no tasks: it should be an object with “train” and “test”, or one that maps names to such objects.",
    ],
  ])("names what is wrong and where (%#)", (json, message) => {
    expect(sentence(json)).toBe(message);
  });

  it("says so where a file is not JSON or too large", () => {
    expect(() => importArc("{", "mine")).toThrow(/“mine” is not JSON: /);
    expect(() => importArc(`"${"x".repeat(MAX_FILE_CHARACTERS)}"`, "mine")).toThrow(
      "“mine” holds 5.0 MB of text",
    );
  });

  it("keeps the good tasks of a file and lists the others", () => {
    const { puzzles, rejected } = read({ good: task, bad: withInput([[99]]) });
    expect(puzzles.map(({ name }) => name)).toEqual(["good"]);
    expect(rejected.map(({ message }) => message)).toEqual([
      "Task “bad”, demonstration 2, input, row 1, cell 1: 99 is not a colour: whole numbers 0 to 9 are.",
    ]);
  });

  it("answers a nearly 5 MB file of wrong values, and deep ones, within seconds", () => {
    const wide = JSON.stringify(withInput([new Array(1_200_000).fill(77)]));
    expect(() => importArc(wide, "wide")).toThrow(PlaygroundError);
    const deep = JSON.stringify(withInput([["@"]])).replace('"@"', "[".repeat(300_000) + "]".repeat(300_000));
    expect(() => importArc(deep, "deep")).toThrow(PlaygroundError);
  }, 5_000);

  it("reads at most 5,000 tasks of one file", () => {
    const names = Array.from({ length: 5001 }, (_, i) => [`t${i}`, null]);
    expect(sentence(Object.fromEntries(names))).toBe("“mine” holds 5001 tasks, and at most 5000 are read.");
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
            for (const { puzzle } of importArc(text, "fuzz").puzzles)
              expect(longestSide(puzzle)).toBeGreaterThan(0);
          } catch (error) {
            expect(error).toBeInstanceOf(PlaygroundError);
          }
        },
      ),
      { numRuns: 500, seed: 5 },
    );
  });

  it("says by how much a puzzle is too large for a model", () => {
    const { puzzle } = read(task).puzzles[0]!;
    expect(excessOf(puzzle, { maxSide: 5, maxCells: 12 })).toBeNull();
    expect(excessOf(puzzle, { maxSide: 1, maxCells: 12 })).toBe(
      "its longest side is 2 cells, 1 more than the 1 that the model reads",
    );
    expect(excessOf(puzzle, { maxSide: 5, maxCells: 10 })).toBe(
      "it has 12 cells with all demonstrations, 2 more than the 10 that the model reads",
    );
  });
});

/** The public sets lie beside the repository where they were fetched; they are not part of it. */
const folder = new URL("../../../../shared/data/arc/", import.meta.url);

describe.runIf(existsSync(folder))("public ARC sets", () => {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".json")) : [];
  it.each(files)("reads every task of %s", (file) => {
    const text = readFileSync(new URL(file, folder), "utf8");
    const { puzzles, rejected } = importArc(text, file);
    expect(rejected).toEqual([]);
    const tasks: Record<string, Puzzle> = JSON.parse(text);
    expect(puzzles).toHaveLength(Object.keys(tasks).length);
    for (const { name, puzzle } of puzzles) {
      expect(JSON.stringify(puzzle)).toBe(
        JSON.stringify({ train: tasks[name]?.train, test: tasks[name]?.test }),
      );
    }
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
