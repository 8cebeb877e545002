import { describe, expect, it } from "vitest";
import type { Puzzle } from "../puzzle.ts";
import { embeddedGridModels, embeddedModelFor } from "./embeddedModel.ts";

const both = ["embedded-grid", "embedded-grid-large"];
const puzzleOf = (side: number): Puzzle => {
  const grid = Array.from({ length: side }, () => new Array<number>(side).fill(1));
  const pair = { input: grid, output: grid };
  return { train: [pair, pair], test: [pair] };
};

describe("the embedded model for puzzles", () => {
  it("is the small one where it reads all that can be read", () => {
    expect(embeddedModelFor([puzzleOf(5), puzzleOf(12)], both)).toEqual({
      id: "embedded-grid",
      remark: null,
    });
    expect(embeddedModelFor([puzzleOf(20)], both)).toEqual({ id: "embedded-grid", remark: null });
  });

  it("is the large one where a puzzle asks for it, and the choice is told", () => {
    const { id, remark } = embeddedModelFor([puzzleOf(5), puzzleOf(9), puzzleOf(9)], both);
    expect(id).toBe("embedded-grid-large");
    expect(remark).toMatch(/2 of 3 .* too large for embedded-grid.*other 1 it reads better/);
  });

  it("is one that is there", () => {
    expect(embeddedModelFor([puzzleOf(9)], ["embedded-grid"]).id).toBe("embedded-grid");
    expect(embeddedGridModels()).toContain("embedded-grid");
  });
});
