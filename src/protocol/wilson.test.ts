import { describe, expect, test } from "vitest";
import { wilson } from "./wilson.ts";

describe("Wilson", () => {
  // Reference values from Newcombe (1998), table I, method 3.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("%d of %d", (correct, total, low, high) => {
    const [a, b] = wilson(correct, total);
    expect(a).toBeCloseTo(low, 4);
    expect(b).toBeCloseTo(high, 4);
  });

  test("nothing counted says nothing", () => expect(wilson(0, 0)).toEqual([0, 1]));
  test("all right reaches one and stays below certainty", () => {
    expect(wilson(8, 8)[1]).toBe(1);
    expect(wilson(8, 8)[0]).toBeCloseTo(0.6756, 4);
  });
});
