import { expect, it } from "vitest";
import { mirrorPuzzle } from "../../../../../test/gridFake.ts";
import { importPuzzleFiles, importPuzzleText } from "./importPuzzles.ts";

const task = JSON.stringify(mirrorPuzzle);
const file = (name: string, text: string) => new File([text], name, { type: "application/json" });

it("reads a task, a file of several, and a folder in the order of its names", async () => {
  expect(await importPuzzleText(task, "pasted")).toMatchObject({
    ok: true,
    imported: { puzzles: [{ name: "pasted", puzzle: mirrorPuzzle }] },
  });
  const files = [
    file("b.json", task),
    file("notes.txt", "?"),
    file("a.json", `{"x": ${task}, "y": {"train": 1}}`),
  ];
  const read = await importPuzzleFiles(files);
  expect(read.ok && read.imported.puzzles.map(({ name }) => name)).toEqual(["x", "b"]);
  expect(read.ok && read.imported.rejected).toHaveLength(1);
});

it("says what is wrong, where, and what to do", async () => {
  const problem = async (text: string) => {
    const read = await importPuzzleFiles([file("mine.json", text)]);
    return read.ok ? "none" : read.problem;
  };
  expect(await problem("")).toMatch(/“mine” is empty/);
  expect(await problem("{")).toMatch(/“mine” cannot be read: it is not JSON/);
  expect(await problem(task.replace("[1,2,3]", "[1,2]"))).toMatch(
    /Task “mine”, demonstration 1, input, row 2: has 3 cells, but the first row has 2/,
  );
  expect(await problem(task.replace("8", "12"))).toMatch(
    /test pair 1, input, row 1, cell 1: 12 is not a colour/,
  );
  expect(await importPuzzleFiles([file("a.txt", ""), file("b.txt", "")])).toMatchObject({ ok: false });
});

it("says so where a folder holds nothing", async () => {
  expect(await importPuzzleFiles([])).toEqual({
    ok: false,
    problem: "There is no file in it. Choose ARC tasks as .json files, or the folder that holds them.",
  });
});

it("joins a file of answers to what was imported before it", async () => {
  const open = JSON.stringify({
    a: { ...mirrorPuzzle, test: mirrorPuzzle.test.map(({ input }) => ({ input })) },
  });
  const answers = JSON.stringify({ a: mirrorPuzzle.test.map(({ output }) => output) });
  const first = await importPuzzleFiles([file("challenges.json", open)]);
  if (!first.ok) throw new Error(first.problem);
  expect(first.imported.notes).toEqual([expect.stringMatching(/solutions can be added/)]);
  const second = await importPuzzleFiles([file("solutions.json", answers)], first.imported);
  expect(second).toMatchObject({
    ok: true,
    imported: { puzzles: [{ name: "a", puzzle: mirrorPuzzle }], notes: [] },
  });
  const atOnce = await importPuzzleFiles([file("b.json", answers), file("c.json", open)]);
  expect(atOnce).toMatchObject({ ok: true, imported: { puzzles: [{ name: "a", puzzle: mirrorPuzzle }] } });
});
