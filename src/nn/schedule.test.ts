import { expect, test } from "vitest";
import { ADAMW } from "../protocol/adapterSettings.ts";
import type { OptimizerSettings } from "./languageModel.ts";
import { learningRateAt } from "./schedule.ts";

// The cosine and linear schedules are also held against Transformers in peft.test.ts.
const settings = (schedule: OptimizerSettings["schedule"], warmupSteps: number): OptimizerSettings => ({
  learningRate: 8,
  steps: 10,
  batchSize: 1,
  schedule,
  warmupSteps,
  weightDecay: 0,
  ...ADAMW,
  maxGradNorm: 0,
});
const rates = (schedule: OptimizerSettings["schedule"], warmupSteps: number) =>
  Array.from({ length: 10 }, (_, step) => learningRateAt(settings(schedule, warmupSteps), step));

test("constant stays, after a warm-up in a line from 0", () => {
  expect(rates("constant", 0)).toEqual(new Array(10).fill(8));
  expect(rates("constant", 4)).toEqual([0, 2, 4, 6, 8, 8, 8, 8, 8, 8]);
});

test("linear falls to 0 one step after the last", () => {
  expect(rates("linear", 2)).toEqual([0, 4, 8, 7, 6, 5, 4, 3, 2, 1]);
});

test("cosine falls along half a wave", () => {
  expect(rates("cosine", 0)[0]).toBe(8);
  expect(rates("cosine", 0)[5]).toBeCloseTo(4, 12);
});

test("a warm-up longer than the run never falls", () => {
  expect(rates("cosine", 20)[9]).toBeCloseTo(3.6, 12);
});
