import { expect, test } from "vitest";
import { type Pairs, pairsTable, ratioOf } from "../bench/sideBySide.ts";

const speed: Pairs = {
  what: "decoding",
  peer: "a peer",
  unit: "tokens/s",
  ours: [20, 30, 10],
  theirs: [10, 20, 10],
  goal: 1,
};

test("a ratio is the median of the pairs' own, and above 1 where this project is the better one", () => {
  expect(ratioOf(speed)).toBe(1.5);
  expect(ratioOf({ ...speed, unit: "s", ours: [1, 2, 4], theirs: [2, 8, 8] })).toBe(2);
});

test("a row without a peer has this project's figure alone", () => {
  const rows = pairsTable([speed, { ...speed, peer: "", theirs: [] }]).split("\n");
  expect(rows.at(-2)).toBe("| decoding | 20.0 tokens/s | 10.0 tokens/s | a peer | 1.50 (3) | ≥ 1 |");
  expect(rows.at(-1)).toBe("| decoding | 20.0 tokens/s |  |  |  | ≥ 1 |");
});
