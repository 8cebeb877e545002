import { expect, it } from "vitest";
import type { Grid } from "../../grid.ts";
import type { TestAnswer } from "../reading.ts";
import { explainVote, movedMost } from "./explanation.ts";

const [right, near, wide]: Grid[] = [[[1, 2]], [[1, 3]], [[1, 2, 3]]];
const answer: TestAnswer = {
  ballots: [
    { view: "identity", grid: near!, score: -1 },
    { view: "transpose", grid: right!, score: -2 },
    { view: "rotate 180°", grid: right!, score: -2 },
    { view: "flip up–down", grid: wide!, score: -3 },
    { view: "flip left–right", grid: null, score: -9, fault: "it has no header" },
  ],
  attempts: [
    { grid: near!, views: ["identity"], score: -1 },
    { grid: right!, views: ["transpose", "rotate 180°"], score: -2 },
  ],
};

it("the attempt that is right is explained: who agreed, and where the others differ", () => {
  expect(explainVote(answer, right!)).toEqual({
    grid: right,
    agreed: ["transpose", "rotate 180°"],
    others: [
      { view: "identity", grid: near, differs: new Set(["0,1"]) },
      { view: "flip up–down", grid: wide, differs: null },
    ],
    disputed: new Set(["0,1"]),
    withoutGrid: 1,
  });
});

it("where none is right, the first attempt is explained; where there is none, nothing is", () => {
  expect(explainVote(answer, [[9]])?.agreed).toEqual(["identity"]);
  expect(explainVote(answer, null)?.agreed).toEqual(["identity"]);
  expect(explainVote({ ballots: [], attempts: [] }, right!)).toBeNull();
});

it("the examples whose loss fell most come first", () => {
  const losses = [
    { example: 0, before: 1, after: 0.9 },
    { example: 5, before: 2, after: 0.1 },
    { example: 7, before: 0.1, after: 0.4 },
  ];
  expect(movedMost(losses).map(({ example }) => example)).toEqual([5, 0, 7]);
});
