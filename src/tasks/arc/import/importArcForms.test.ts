import { existsSync, readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readArc, readArcText, arcTaskJson as task, whyNoArc } from "../../../../test/arcFiles.ts";
import { EXAMPLE_PUZZLES, puzzleOfExample } from "../examples.ts";
import type { Puzzle } from "../puzzle.ts";
import { importArc } from "./importArc.ts";

/** The public sets lie beside the repository where they were fetched; they are not part of it. */
const folder = new URL("../../../../../shared/data/arc/", import.meta.url);

describe("other forms", () => {
  const text = JSON.stringify(task);
  const names = (json: unknown) => readArc(json).puzzles.map(({ name }) => name);

  it("a list of tasks, which may have names", () => {
    expect(names([task])).toEqual(["mine"]);
    expect(names([{ ...task, id: "ab" }, task, { ...task, name: "cd" }])).toEqual(["ab", "mine 2", "cd"]);
    expect(names({ tasks: [task, task] })).toEqual(["mine 1", "mine 2"]);
    expect(names({ rows: [{ row: { ...task, id: "x" } }] })).toEqual(["x"]);
  });

  it("sets of tasks by name, beside what else a file says of itself", () => {
    const about = { version: 2, author: "a", licence: "MIT", features: [{ name: "id" }] };
    expect(names({ ...about, tasks: [task] })).toEqual(["mine"]);
    expect(names({ training: { a: task }, evaluation: { b: task } })).toEqual(["a", "b"]);
    expect(names({ train: { a: task }, test: { b: task } })).toEqual(["a", "b"]);
    expect(names([{ id: "a", task }, { b: task }])).toEqual(["a", "b"]);
    const answers = { a: [[[0, 3]]] };
    const challenges = { a: { ...task, test: [{ input: [[3, 0]] }] } };
    expect(readArc({ challenges, solutions: answers }).puzzles).toEqual([{ name: "a", puzzle: task }]);
  });

  it("tasks whose parts have other names", () => {
    const { train, test } = task;
    const [{ input, output }] = test as [(typeof test)[number]];
    for (const other of [
      { examples: train, query: { input, output } },
      { examples: train, query: { input }, solution: output },
      { examples: train, query: input, answer: output },
      { demonstrations: train, queries: [{ input, target: output }] },
      { train, test: [{ input, solution: output }] },
      { train, test: [{ input }], test_output: [output] },
      { train, test: [{ input }], solutions: [{ output }] },
      { train: train.map((pair) => ({ input: pair.input, answer: pair.output })), test },
    ]) {
      expect(readArc(other).puzzles).toEqual([{ name: "mine", puzzle: task }]);
      expect(readArc([{ id: "a", task: other }, { b: other }]).puzzles).toEqual([
        { name: "a", puzzle: task },
        { name: "b", puzzle: task },
      ]);
    }
    expect(readArc({ examples: train, query: { input } }).puzzles[0]?.puzzle.test).toEqual([
      { input, output: null },
    ]);
    expect(names({ examples: [task, task] })).toEqual(["mine 1", "mine 2"]);
  });

  it("grids whose colours or rows stand in quotes, and outputs that are empty", () => {
    const written = (form: (grid: number[][]) => unknown) => ({
      train: task.train.map(({ input, output }) => ({ input: form(input), output: form(output) })),
      test: task.test.map(({ input, output }) => ({ input: form(input), output: form(output) })),
    });
    for (const form of [
      (grid: number[][]) => grid.map((row) => row.map(String)),
      (grid: number[][]) => grid.map((row) => row.join("")),
      (grid: number[][]) => grid.map((row) => row.join(" ")).join("\n"),
      (grid: number[][]) => `|${grid.map((row) => row.join("")).join("|")}|`.slice(1, -1),
    ]) {
      expect(readArc(written(form)).puzzles).toEqual([{ name: "mine", puzzle: task }]);
    }
    for (const output of [[], [[]], "", null]) {
      const { puzzles } = readArc({ ...task, test: [{ input: [[3, 0]], output }] });
      expect(puzzles[0]?.puzzle.test).toEqual([{ input: [[3, 0]], output: null }]);
    }
  });

  it("what is no task is named", () => {
    expect(whyNoArc(task.train[0]?.input)).toBe("“mine” is a grid alone, and no task with demonstrations.");
    expect(whyNoArc(task.train[0])).toBe("Task “mine”: “train” is empty, so nothing shows the rule.");
    expect(whyNoArc([{ attempt_1: [[1]], attempt_2: [[1]] }])).toBe(
      "“mine” holds attempts of a submission, and no tasks.",
    );
    expect(whyNoArc({ message: "API rate limit exceeded" })).toBe(
      "“mine” is a server's answer, not the file, and no JSON.",
    );
  });

  it("re-arc's list of pairs: the last of four is asked", () => {
    const pairs = [...task.train, ...task.test];
    expect(readArc(pairs).puzzles).toEqual([{ name: "mine", puzzle: task }]);
    const { puzzles, notes } = readArc(Array.from({ length: 1000 }, (_, i) => pairs[i % 3]));
    expect(puzzles[0]?.puzzle).toMatchObject({ train: { length: 3 }, test: { length: 1 } });
    expect(notes).toEqual([
      "“mine” is a list of 1000 pairs: the first 3 are shown, and the input of the next is asked.",
    ]);
    expect(names({ ab: pairs, cd: pairs })).toEqual(["ab", "cd"]);
    expect(whyNoArc([pairs[0]])).toBe("Task “mine”: “train” is empty, so nothing shows the rule.");
  });

  it("tasks of the same name are told apart", () => {
    const files = ["x", "x", "y"].map((name) => ({ name, text }));
    expect(importArc(files).puzzles.map(({ name }) => name)).toEqual(["x", "x (2)", "y"]);
  });

  it("a task whose name every object has", () => {
    expect(names({ constructor: task, __proto__x: task })).toEqual(["constructor", "__proto__x"]);
    expect(whyNoArc({ constructor: 3 })).toBe("Task “constructor” is not an object with “train” and “test”.");
  });

  it.each([
    ["a byte-order mark", `\ufeff${text}`],
    ["a fence", `Here it is:\n\`\`\`json\n${text}\n\`\`\`\nGood luck!`],
    ["a fence that was not closed", `~~~\n${text}`],
    ["prose with brackets", `The puzzle [see below] has {two} parts:\n\n${text}\n\nIt is one of [3].`],
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
    [
      "what NumPy prints",
      `task = ${JSON.stringify(task)
        .replaceAll('"', "'")
        .replace(/\[\[(\d),(\d)\]\]/g, "array([[$1 $2]], dtype=int8)")}`,
    ],
    [
      "names without quotes, and a comma after the last",
      text.replace(/"(\w+)":/g, "$1:").replaceAll("]}", "],}"),
    ],
    ["comments", `# of mine\n${JSON.stringify(task, null, 1).replace("[", "[ // here")}`],
  ])("%s", (_, pasted) => expect(readArcText(pasted).puzzles).toEqual([{ name: "mine", puzzle: task }]));

  it("lines that cannot be read among others are named", () => {
    const { puzzles, notes } = readArcText(`# a set\n${text},\n\n{"train": [\n${text}`);
    expect(puzzles).toHaveLength(2);
    expect(notes).toEqual(["Line 4 of “mine” is not JSON, and is left out."]);
  });

  it("tasks behind each other", () => {
    const pretty = JSON.stringify(task, null, 1);
    expect(readArcText(`${pretty}\n${pretty}`).puzzles).toHaveLength(2);
    expect(readArcText(`\`\`\`json\n${pretty}\n\`\`\`\nand\n\`\`\`\n${pretty}\n\`\`\``).puzzles).toHaveLength(
      2,
    );
  });

  it("JSON lines", () => {
    const lines = [{ ...task, id: "a" }, task].map((one) => JSON.stringify(one)).join("\r\n");
    expect(readArcText(lines).puzzles.map(({ name }) => name)).toEqual(["a", "mine 2"]);
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
          expect(readArcText(text, "p").puzzles).toEqual([{ name: "p", puzzle }]);
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
    const { puzzles, rejected } = readArcText(text, name);
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
