import { describe, expect, test } from "vitest";
import { createRandom } from "../protocol/random.ts";
import { chooseEdits } from "./keepRule.ts";

describe("the best of K", () => {
  test("is kept", () => {
    expect(chooseEdits([0.2, 0.9, 0.5], "best", createRandom(1))).toEqual({ kept: [1], why: "best" });
  });

  test("of several best, one is kept, by the seed", () => {
    const choose = (seed: number) => chooseEdits([1, 0, 1, 1], "best", createRandom(seed));
    const choices = Array.from({ length: 40 }, (_, seed) => choose(seed));
    for (const { kept, why } of choices) {
      expect(why).toBe("tie");
      expect(kept).toHaveLength(1);
    }
    expect(new Set(choices.flatMap(({ kept }) => kept))).toEqual(new Set([0, 2, 3]));
    expect(choose(7)).toEqual(choose(7));
  });

  test.each([[[0.5, 0.5, 0.5]], [[0, 0]], [[1]]])("of equal ones (%j) nothing is kept", (rewards) => {
    expect(chooseEdits(rewards, "best", createRandom(1))).toEqual({ kept: [], why: "equal" });
  });
});

describe("every solving edit", () => {
  test("is kept, and no other", () => {
    const choose = (rewards: number[]) => chooseEdits(rewards, "solving", createRandom(1));
    expect(choose([1, 0, 1])).toEqual({ kept: [0, 2], why: "solving" });
    expect(choose([0.5, 0])).toEqual({ kept: [], why: "solving" });
    expect(choose([1, 1])).toEqual({ kept: [], why: "equal" });
    expect(choose([0, 0])).toEqual({ kept: [], why: "equal" });
  });
});

test("without selection every edit is kept, whatever its reward", () => {
  expect(chooseEdits([0, 0, 1], "all", createRandom(1))).toEqual({ kept: [0, 1, 2], why: "all" });
});
