import { expect, it } from "vitest";
import type { RunEvent } from "../protocol/runEvent.ts";
import { showTimes } from "./playback.ts";
import type { AnyBody } from "./runKind.ts";

function logOf(...events: [atMs: number, type?: string][]): RunEvent<AnyBody>[] {
  return events.map(([atMs, type = "step"], sequence) => ({
    ...{ version: 1, runId: "r", sequence, atMs },
    body: { type },
  }));
}

it("tells in seconds what took minutes, and on request as it happened", () => {
  const log = logOf([5], [405], [60_405], [60_405]);
  expect(showTimes(log, 1)).toEqual([0, 100, 800, 800]);
  expect(showTimes(log, 0.5)).toEqual([0, 200, 1600, 1600]);
  expect(showTimes(log, 4)).toEqual([0, 25, 200, 200]);
  expect(showTimes(log, "real")).toEqual([0, 400, 60_400, 60_400]);
});

it("never plays long, and no pause is as long as its reader's", () => {
  const long = logOf(...Array.from({ length: 1000 }, (_, index): [number] => [index * 10_000]));
  expect(showTimes(long, 1).at(-1)).toBeCloseTo(45_000, 0);
  const paused = logOf([0], [0, "paused"], [600_000, "continued"]);
  expect(showTimes(paused, 1)).toEqual([0, 0, 1200]);
  expect(showTimes(paused, "real")).toEqual([0, 0, 1200]);
});
