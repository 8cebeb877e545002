import { describe, expect, it } from "vitest";
import { gridSoFar, mismatches } from "./reading.ts";

describe("grids", () => {
  it("appear as they are decoded", () => {
    expect(gridSoFar("<outp")).toBeNull();
    expect(gridSoFar("<output 2x2><o3@0,0><o0@0,1/><o")).toEqual([
      [3, 0],
      [-1, -1],
    ]);
  });

  it("are compared cell by cell, if they are of one size", () => {
    const truth = [
      [1, 2],
      [3, 4],
    ];
    expect(mismatches(truth, truth)).toEqual(new Set());
    expect(
      mismatches(
        [
          [1, 0],
          [3, 4],
        ],
        truth,
      ),
    ).toEqual(new Set(["0,1"]));
    expect(mismatches([[1, 2]], truth)).toBeNull();
  });
});
