import { describe, expect, it } from "vitest";
import type { Condition, ConditionResult } from "../../../../protocol/run.ts";
import { comparisons, guessVerdict } from "./rewardText.ts";

function result(condition: Condition, correct: number, interval: [number, number]): ConditionResult {
  return { condition, correct, total: 8, interval, means: {} };
}

const before = result("untouched", 1, [0.02, 0.47]);
const passage = result("passage-only", 3, [0.14, 0.69]);

describe("reading of the rewards", () => {
  it("calls a difference luck where the intervals overlap, and more than that where they do not", () => {
    const edit = result("self-edit", 7, [0.53, 0.98]);
    const [againstBefore, againstPassage] = comparisons([before, passage, edit]);
    expect(againstBefore).toMatch(/6 questions more right than the untouched model, more than luck explains/);
    expect(againstPassage).toMatch(/4 questions more .* passage only\. The intervals overlap: .* luck/);
  });

  it("says so when it got worse, or nothing changed", () => {
    expect(comparisons([before, result("self-edit", 0, [0, 0.32])])[0]).toMatch(/1 question fewer/);
    expect(comparisons([before, result("self-edit", 1, [0.02, 0.47])])[0]).toMatch(/as well as/);
  });

  it("concludes nothing before the self-edit was tested", () => {
    expect(comparisons([before, passage])).toEqual([]);
    expect(guessVerdict("yes", [before, passage])).toBeNull();
  });

  it("remembers the guess", () => {
    const edit = result("self-edit", 7, [0.53, 0.98]);
    expect(guessVerdict("yes", [before, edit])).toContain("so it was");
    expect(guessVerdict("worse", [before, edit])).toBe(
      "You guessed “it gets worse”; this time it was “yes”.",
    );
  });
});
