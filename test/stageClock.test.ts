import { expect, test } from "vitest";
import { StageClock } from "../bench/stageClock.ts";

type Stage = "rest" | "outer" | "inner";

function clockwork() {
  let now = 0;
  const clock = new StageClock<Stage>("rest", () => now);
  const pass = (time: number) => {
    now += time;
  };
  return { clock, pass };
}

test("a moment belongs to the stage entered last, so that all together are the whole time", async () => {
  const { clock, pass } = clockwork();
  clock.within("inner", () => pass(64));
  clock.start();
  pass(1);
  await clock.within("outer", async () => {
    pass(2);
    clock.within("inner", () => pass(4));
    await null;
    pass(8);
    clock.inside(() => pass(16));
  });
  pass(32);
  clock.settle();
  expect(Object.fromEntries(clock.times)).toEqual({
    rest: { all: 33, inner: 0 },
    outer: { all: 26, inner: 16 },
    inner: { all: 4, inner: 0 },
  });
});

test("a stage that fails is left", async () => {
  const { clock } = clockwork();
  const fail = () => {
    throw new Error("no");
  };
  expect(() => clock.within("outer", fail)).toThrow("no");
  await expect(clock.within("inner", () => Promise.resolve().then(fail))).rejects.toThrow("no");
  expect(clock.stage).toBe("rest");
});
