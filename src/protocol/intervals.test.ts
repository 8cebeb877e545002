import { describe, expect, test } from "vitest";
import { clusteredInterval, wilson } from "./intervals.ts";

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

describe("bootstrap over passages", () => {
  test("is wider than Wilson where passages stand or fall together", () => {
    const clusters = Array.from({ length: 10 }, (_, i) => ({ sum: i < 5 ? 6 : 0, count: 6 }));
    const [low, high] = clusteredInterval(clusters)!;
    const [a, b] = wilson(30, 60);
    expect(high - low).toBeGreaterThan(b - a);
    expect(low).toBeLessThan(0.5);
    expect(high).toBeGreaterThan(0.5);
  });

  test("is about the normal one for many independent items", () => {
    const clusters = Array.from({ length: 400 }, (_, i) => ({ sum: i % 2, count: 1 }));
    const [low, high] = clusteredInterval(clusters)!;
    // 0.5 ± 1.96 · √(0.25 / 400)
    expect(Math.abs(low - 0.451)).toBeLessThan(0.005);
    expect(Math.abs(high - 0.549)).toBeLessThan(0.005);
  });

  test("repeats itself, and is silent about a single passage", () => {
    const clusters = [1, 4, 2, 5].map((sum) => ({ sum, count: 6 }));
    expect(clusteredInterval(clusters, 3)).toEqual(clusteredInterval(clusters, 3));
    expect(clusteredInterval([{ sum: 1, count: 2 }])).toBeNull();
  });
});
