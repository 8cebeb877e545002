import { existsSync, readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { processorTime } from "../../../test/processorTime.ts";
import { PlaygroundError } from "../../protocol/playgroundError.ts";
import { EXAMPLE_PUZZLES, puzzleOfExample } from "./examples.ts";
import { importArc, MAX_FILE_CHARACTERS } from "./importArc.ts";
import { cellsOf, excessOf, type Puzzle } from "./puzzle.ts";

const task = {
  train: [
    { input: [[1, 0]], output: [[0, 1]] },
    { input: [[2, 0]], output: [[0, 2]] },
  ],
  test: [{ input: [[3, 0]], output: [[0, 3]] }],
};

const read = (json: unknown) => importArc([{ name: "mine", text: JSON.stringify(json) }]);
const readText = (text: string, name = "mine") => importArc([{ name, text }]);
const quiet = { answers: new Map(), rejected: [], rejectedCount: 0, notes: [] };
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
    expect(read({ ...task, uid: 7 })).toEqual({ puzzles: [{ name: "mine", puzzle: task }], ...quiet });
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
    expect(sentence(json)).toBe(message);
  });

  it("says so where a file is not JSON or too large", () => {
    expect(() => readText("{")).toThrow(/“mine” cannot be read: it is not JSON/);
    expect(() => readText(" \n")).toThrow("“mine” is empty");
    expect(() => readText("<!doctype html><html>")).toThrow("“mine” is a web page, and no JSON");
    expect(() => readText(`"${"x".repeat(MAX_FILE_CHARACTERS)}"`)).toThrow("“mine” holds 5.0 MB of text");
  });

  it("keeps the good tasks of a file and lists the others", () => {
    const { puzzles, rejected } = read({ good: task, bad: withInput([[99]]) });
    expect(puzzles.map(({ name }) => name)).toEqual(["good"]);
    expect(rejected.map(({ message }) => message)).toEqual([
      "Task “bad”, demonstration 2, input, row 1, cell 1: 99 is not a colour: whole numbers 0 to 9 are.",
    ]);
  });

  it("answers a nearly 5 MB file of wrong values, and deep ones, within seconds", () => {
    const started = processorTime();
    const wide = JSON.stringify(withInput([new Array(1_200_000).fill(77)]));
    expect(() => readText(wide)).toThrow(PlaygroundError);
    const deep = JSON.stringify(withInput([["@"]])).replace('"@"', "[".repeat(300_000) + "]".repeat(300_000));
    expect(() => readText(deep)).toThrow(PlaygroundError);
    for (const many of [
      `{"train":[${"{},".repeat(1_500_000)}{}]}`,
      `[${"[[[1]]],".repeat(500_000)}[]]`,
      `{}\n`.repeat(1_000_000),
    ])
      expect(() => readText(many)).toThrow(PlaygroundError);
    expect(processorTime() - started).toBeLessThan(5_000);
  });

  it("reads at most 5,000 tasks of one file", () => {
    const names = Array.from({ length: 5001 }, (_, i) => [`t${i}`, null]);
    expect(sentence(Object.fromEntries(names))).toBe(
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
            for (const { puzzle } of readText(text).puzzles) expect(cellsOf(puzzle)).toBeGreaterThan(0);
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

describe("other forms", () => {
  const text = JSON.stringify(task);
  const names = (json: unknown) => read(json).puzzles.map(({ name }) => name);

  it("a list of tasks, which may have names", () => {
    expect(names([task])).toEqual(["mine"]);
    expect(names([{ ...task, id: "ab" }, task, { ...task, name: "cd" }])).toEqual(["ab", "mine 2", "cd"]);
    expect(names({ tasks: [task, task] })).toEqual(["mine 1", "mine 2"]);
    expect(names({ rows: [{ row: { ...task, id: "x" } }] })).toEqual(["x"]);
  });

  it("re-arc's list of pairs: the last of four is asked", () => {
    const pairs = [...task.train, ...task.test];
    expect(read(pairs).puzzles).toEqual([{ name: "mine", puzzle: task }]);
    const { puzzles, notes } = read(Array.from({ length: 1000 }, (_, i) => pairs[i % 3]));
    expect(puzzles[0]?.puzzle).toMatchObject({ train: { length: 3 }, test: { length: 1 } });
    expect(notes).toEqual([
      "“mine” is a list of 1000 pairs: the first 3 are shown, and the input of the next is asked.",
    ]);
    expect(names({ ab: pairs, cd: pairs })).toEqual(["ab", "cd"]);
    expect(sentence([pairs[0]])).toBe("Task “mine”: “train” is empty, so nothing shows the rule.");
  });

  it("tasks of the same name are told apart", () => {
    const files = ["x", "x", "y"].map((name) => ({ name, text }));
    expect(importArc(files).puzzles.map(({ name }) => name)).toEqual(["x", "x (2)", "y"]);
  });

  it("a task whose name every object has", () => {
    expect(names({ constructor: task, __proto__x: task })).toEqual(["constructor", "__proto__x"]);
    expect(sentence({ constructor: 3 })).toBe("Task “constructor” is not an object with “train” and “test”.");
  });

  it.each([
    ["a byte-order mark", `\ufeff${text}`],
    ["a fence", `Here it is:\n\`\`\`json\n${text}\n\`\`\`\nGood luck!`],
    ["a fence that was not closed", `~~~\n${text}`],
    ["a string", JSON.stringify(text)],
    ["quotes around it", `'${text}'`],
    ["back-ticks around it", `\`${text}\``],
    ["a reply's quote marks", JSON.stringify(task, null, 1).replace(/^/gm, "> ")],
    ["a program", `const task = ${text};`],
    ["Python's quotes", text.replaceAll('"', "'")],
    [
      "Python's tuples",
      text.replaceAll('"', "'").replaceAll("[[", "((").replaceAll("]]", "),)").replace(/}]/g, "},]"),
    ],
    ["a text program's quotes", text.replaceAll('"', "”")],
    ["escaped quotes", text.replaceAll('"', '\\"')],
    ["JSON lines of one task", `${text}\n\n`],
  ])("%s", (_, pasted) => expect(readText(pasted).puzzles).toEqual([{ name: "mine", puzzle: task }]));

  it("JSON lines", () => {
    const lines = [{ ...task, id: "a" }, task].map((one) => JSON.stringify(one)).join("\r\n");
    expect(readText(lines).puzzles.map(({ name }) => name)).toEqual(["a", "mine 2"]);
  });

  it("any puzzle comes back from each of them", () => {
    fc.assert(
      fc.property(anyPuzzle, (puzzle) => {
        const json = JSON.stringify(puzzle);
        const test = puzzle.test.map(({ input }) => ({ input }));
        const answers = puzzle.test.map(({ output }) => output);
        const files = [
          { name: "p", text: JSON.stringify({ p: { train: puzzle.train, test } }) },
          { name: "q", text: JSON.stringify({ p: answers }) },
        ];
        for (const text of [
          json,
          `[${json}]`,
          `{"p":${json}}`,
          `x\n\`\`\`\n${json}\n\`\`\``,
          JSON.stringify(json),
        ]) {
          expect(readText(text, "p").puzzles).toEqual([{ name: "p", puzzle }]);
        }
        expect(importArc(files).puzzles).toEqual([{ name: "p", puzzle }]);
        expect(importArc([...files].reverse()).puzzles).toEqual([{ name: "p", puzzle }]);
      }),
      { numRuns: 60, seed: 2 },
    );
  });
});

const anyGrid = fc
  .record({ height: fc.integer({ min: 1, max: 30 }), width: fc.integer({ min: 1, max: 30 }), seed: fc.nat() })
  .map(({ height, width, seed }) =>
    Array.from({ length: height }, (_, y) =>
      Array.from({ length: width }, (_, x) => (seed + 7 * y + 3 * x) % 10),
    ),
  );
const anyPair = fc.record({ input: anyGrid, output: anyGrid });
const anyPuzzle = fc.record({
  train: fc.array(anyPair, { minLength: 1, maxLength: 4 }),
  test: fc.array(anyPair, { minLength: 1, maxLength: 2 }),
});

/** Our own examples as the public sets are written, so that a set in their form is read even where none lies here. */
function ownSet(): string {
  const named = EXAMPLE_PUZZLES.slice(0, 6).map((example, i) => {
    const { train, test } = puzzleOfExample(example);
    return [`own-${i}`, { train, test }] as const;
  });
  return JSON.stringify(Object.fromEntries(named));
}

const publicSets = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".json")) : [];

describe(`sets in the public form (of others ${publicSets.length || "none"} at hand)`, () => {
  const sets: [string, () => string][] = [
    ["our own", ownSet],
    ...publicSets.map((file): [string, () => string] => [
      file,
      () => readFileSync(new URL(file, folder), "utf8"),
    ]),
  ];
  it.each(sets)("every task of %s is read", (name, textOf) => {
    const text = textOf();
    const { puzzles, rejected } = readText(text, name);
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
