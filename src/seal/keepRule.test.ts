import { describe, expect, test } from "vitest";
import { createRandom } from "../protocol/random.ts";
import type { KeepRule } from "../protocol/roundsSettings.ts";
import { chooseEdits } from "./keepRule.ts";

const chooseOf = (rewards: number[], rule: KeepRule, seed = 1) =>
  chooseEdits([rewards], rule, () => createRandom(seed))[0]!;

describe("the best of K", () => {
  test("is kept", () => {
    expect(chooseOf([0.2, 0.9, 0.5], "best")).toEqual({ kept: [1], why: "best" });
  });

  test("of several best, one is kept, by the seed", () => {
    const choose = (seed: number) => chooseOf([1, 0, 1, 1], "best", seed);
    const choices = Array.from({ length: 40 }, (_, seed) => choose(seed));
    for (const { kept, why } of choices) {
      expect(why).toBe("tie");
      expect(kept).toHaveLength(1);
    }
    expect(new Set(choices.flatMap(({ kept }) => kept))).toEqual(new Set([0, 2, 3]));
    expect(choose(7)).toEqual(choose(7));
  });

  test.each([[[0.5, 0.5, 0.5]], [[0, 0]], [[1]]])("of equal ones (%j) nothing is kept", (rewards) => {
    expect(chooseOf(rewards, "best")).toEqual({ kept: [], why: "equal" });
  });
});

describe("every solving edit", () => {
  test("is kept, and no other", () => {
    const choose = (rewards: number[]) => chooseOf(rewards, "solving");
    expect(choose([1, 0, 1])).toEqual({ kept: [0, 2], why: "solving" });
    expect(choose([0.5, 0])).toEqual({ kept: [], why: "solving" });
    expect(choose([1, 1])).toEqual({ kept: [], why: "equal" });
    expect(choose([0, 0])).toEqual({ kept: [], why: "equal" });
  });
});

test("without selection every edit is kept, whatever its reward", () => {
  expect(chooseOf([0, 0, 1], "all")).toEqual({ kept: [0, 1, 2], why: "all" });
});

describe("far above the mean", () => {
  const choose = (rewards: number[][]) => chooseEdits(rewards, "advantage", () => createRandom(1));

  test("an edit is measured against its own context's mean and kept by what is usual in the round", () => {
    // A hard context's good edit is kept, an easy one's usual edits are not.
    expect(
      choose([
        [0, 0, 0.4],
        [0.8, 0.9, 0.8],
      ]),
    ).toEqual([
      { kept: [2], why: "advantage" },
      { kept: [], why: "advantage" },
    ]);
  });

  test("one context may give several", () => {
    expect(
      choose([
        [1, 0, 0, 1],
        [0.4, 0.5, 0.4, 0.5],
      ])[0],
    ).toEqual({ kept: [0, 3], why: "advantage" });
  });

  test("a context without differences gives none", () => {
    expect(
      choose([
        [0.5, 0.5],
        [0, 1],
      ]),
    ).toEqual([
      { kept: [], why: "equal" },
      { kept: [1], why: "advantage" },
    ]);
    expect(choose([[1]])).toEqual([{ kept: [], why: "equal" }]);
  });
});
