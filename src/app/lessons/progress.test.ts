import { describe, expect, test } from "vitest";
import { LESSONS } from "../../lessons/lessons.ts";
import { isComplete, readProgress, stepAddress, UNTOUCHED } from "./progress.ts";

const checked = { done: false, answer: 1, checked: true };

describe("progress in lessons", () => {
  test("is read step by step: what can no longer be read is left out", () => {
    const kept = { "a/b": checked, "a/c": { done: "yes" }, "a/d": null, "a/e": { ...checked, answer: -1 } };
    expect(readProgress(kept)).toEqual({ "a/b": checked });
    for (const damaged of [undefined, null, 7, "text", []]) expect(readProgress(damaged)).toEqual({});
  });

  test("counts a step once all that it asks for is done, and one that asks for nothing once it was seen", () => {
    const both = { action: {}, question: {} };
    expect(isComplete(both, checked)).toBe(false);
    expect(isComplete(both, { ...checked, done: true })).toBe(true);
    expect(isComplete({ question: {} }, { ...UNTOUCHED, answer: 0 })).toBe(false);
    expect(isComplete({}, undefined)).toBe(false);
    expect(isComplete({}, UNTOUCHED)).toBe(true);
  });

  test("has an address of its own for every step", () => {
    const addresses = LESSONS.flatMap((lesson) => lesson.steps.map((step) => stepAddress(lesson, step)));
    expect(new Set(addresses).size).toBe(addresses.length);
  });
});
