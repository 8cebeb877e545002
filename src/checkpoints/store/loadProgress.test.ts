import { expect, test } from "vitest";
import { type LoadProgress, ProgressMeter } from "./loadProgress.ts";

function meter() {
  const reports: LoadProgress[] = [];
  const clock = { now: 0 };
  const measure = new ProgressMeter(
    "downloading",
    (progress) => reports.push(progress),
    () => clock.now,
  );
  const at = (milliseconds: number, loaded: number, total = 10_000) => {
    clock.now = milliseconds;
    measure.update(loaded, total);
  };
  return { reports, at };
}

test("speed and time left over the last five seconds; bytes of an earlier visit are no speed", () => {
  const { reports, at } = meter();
  at(0, 4000);
  at(1000, 5000);
  at(2000, 6000);
  expect(reports[0]).toMatchObject({ loadedBytes: 4000, bytesPerSecond: 0, secondsLeft: null });
  expect(reports[2]).toEqual({
    stage: "downloading",
    loadedBytes: 6000,
    totalBytes: 10_000,
    bytesPerSecond: 1000,
    secondsLeft: 4,
  });
  at(12_000, 6000);
  at(20_000, 6000);
  expect(reports.at(-1)).toMatchObject({ bytesPerSecond: 0, secondsLeft: null });
});

test("at most ten reports a second, but always the last", () => {
  const { reports, at } = meter();
  for (let i = 0; i <= 100; i++) at(i, i * 100);
  expect(reports.map(({ loadedBytes }) => loadedBytes)).toEqual([0, 10_000]);
});

test("a start from the beginning is a new measurement; an unknown total gives no time", () => {
  const { reports, at } = meter();
  at(0, 5000, 0);
  at(1000, 0, 0);
  at(2000, 1000, 0);
  expect(reports.at(-1)).toMatchObject({ bytesPerSecond: 1000, secondsLeft: null, totalBytes: 0 });
});
