import { describe, expect, it } from "vitest";
import { isScored } from "../puzzle.ts";
import { importArc } from "./importArc.ts";

const task = {
  train: [
    { input: [[1, 0]], output: [[0, 1]] },
    { input: [[2, 0]], output: [[0, 2]] },
  ],
  test: [{ input: [[3, 0]], output: [[0, 3]] }],
};
const unanswered = { ...task, test: task.test.map(({ input }) => ({ input })) };
const answer = task.test[0]!.output;
const challenges = { name: "arc_challenges", text: JSON.stringify({ a: unanswered, b: unanswered }) };
const solutions = { name: "arc_solutions", text: JSON.stringify({ b: [answer], a: [answer], z: [answer] }) };
const ADD_ANSWERS = "The tasks have no answers, so nothing is scored: a file of solutions can be added.";

describe("challenges and solutions in two files", () => {
  const both = [task, task];

  it("are joined by name, in either order", () => {
    for (const files of [
      [challenges, solutions],
      [solutions, challenges],
    ]) {
      const read = importArc(files);
      expect(read.puzzles.map(({ puzzle }) => puzzle)).toEqual(both);
      expect(read.notes).toEqual(["1 answer for tasks that are not here."]);
      expect([...read.answers.keys()]).toEqual(["z"]);
    }
  });

  it("are joined where one comes later, and say meanwhile what is missing", () => {
    const unscored = importArc([challenges]);
    expect(unscored.notes).toEqual([ADD_ANSWERS]);
    expect(unscored.puzzles.map(({ puzzle }) => isScored(puzzle))).toEqual([false, false]);
    expect(importArc([solutions], unscored).puzzles.map(({ puzzle }) => puzzle)).toEqual(both);

    const waiting = importArc([solutions]);
    expect(waiting.puzzles).toEqual([]);
    expect(waiting.notes).toEqual(["These are answers for 3 tasks: add the file of their challenges."]);
    expect(importArc([challenges], waiting).puzzles.map(({ puzzle }) => puzzle)).toEqual(both);
  });

  it("leave other puzzles and answers that are there already as they are", () => {
    const before = importArc([{ name: "t", text: JSON.stringify({ a: task, c: unanswered }) }]);
    const after = importArc([{ name: "s", text: JSON.stringify({ a: [[[9]]], c: [answer] }) }], before);
    expect(after.puzzles.map(({ puzzle }) => puzzle)).toEqual(both);
    expect(importArc([challenges], before).puzzles).toHaveLength(2);
  });

  it("name what is wrong with an answer", () => {
    const wrong = { a: [answer, answer], b: [[[1], [2, 3]]] };
    const read = importArc([challenges, { name: "s", text: JSON.stringify(wrong) }]);
    expect(read.rejected.map(({ message }) => message)).toEqual([
      "Of the answers for “b”, the answer has 2 cells, but the first row has 1.",
      "For “a” the number of answers is 2, and that of test inputs 1.",
    ]);
    expect(read.puzzles).toHaveLength(2);
  });
});
