import { expect, test } from "vitest";
import { createRandom } from "../protocol/random.ts";
import type { Judged } from "./rewards.ts";
import { rewards } from "./rewards.ts";

const judged = (change: Partial<Judged> = {}): Judged => ({
  accuracy: 0.25,
  likelihood: -2,
  text: "four",
  pieces: [],
  prompts: ["The clock is tall. It stands in Orsvik."],
  ...change,
});
const value = (reward: keyof typeof rewards, change: Partial<Judged> = {}) =>
  rewards[reward](judged(change), createRandom(1));

test("accuracy is the share of right answers", () => {
  expect(value("accuracy")).toBe(0.25);
});

test("likelihood tells equally accurate edits apart; an edit whose answers cannot be scored is last", () => {
  expect(value("likelihood", { likelihood: -1 })).toBeGreaterThan(value("likelihood"));
  expect(value("likelihood", { likelihood: null })).toBeLessThan(value("likelihood", { likelihood: -80 }));
});

test("with likelihood as tie-break no likelihood outweighs a right answer of a hundred", () => {
  const decided = (accuracy: number, likelihood: number | null) =>
    value("accuracy-likelihood", { accuracy, likelihood });
  expect(decided(0.5, -1)).toBeGreaterThan(decided(0.5, -3));
  expect(decided(0.5, -3)).toBeGreaterThan(decided(0.5, null));
  expect(decided(0.51, -30)).toBeGreaterThan(decided(0.5, 0));
});

test("the shams look at the edit, never at what it taught", () => {
  const taught = { accuracy: 1, likelihood: 0 };
  for (const sham of ["random", "length", "shortest", "copying", "vague"] as const) {
    expect(value(sham, taught)).toBe(value(sham));
  }
  expect(value("length", { text: "longer" })).toBeGreaterThan(value("length"));
  expect(value("shortest", { text: "longer" })).toBeLessThan(value("shortest"));
});

test("copying counts different lines that stand in the context", () => {
  const pieces = ["The clock is tall.", "The clock is tall.", "The clock is red."].map((text, i) => ({
    id: `p${i}`,
    text,
    kept: true,
  }));
  expect(value("copying", { pieces })).toBe(1);
});

test("vague pays for the share of lines that say nothing", () => {
  const pieces = ["vague", "vague", "restated", "question"].map((kind, i) => ({
    id: `p${i}`,
    text: "?",
    kept: true,
    kind,
  }));
  expect(value("vague", { pieces })).toBe(0.5);
  expect(value("vague")).toBe(0);
});
