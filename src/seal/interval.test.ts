import { describe, expect, test } from "vitest";
import { wilson } from "../protocol/wilson.ts";
import { clusteredInterval } from "./interval.ts";

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
