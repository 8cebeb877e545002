import { expect, it } from "vitest";
import { matching } from "./matching.ts";

it("puzzles are found by words of their name, in any order and case", () => {
  const items = ["Gravity/Down 1.json", "gravity up", "Lines"].map((name) => ({ name }));
  const names = (asked: string) => matching(items, asked).map(({ name }) => name);
  expect(names("gravity")).toEqual(["Gravity/Down 1.json", "gravity up"]);
  expect(names(" down GRAV ")).toEqual(["Gravity/Down 1.json"]);
  expect(names("")).toHaveLength(3);
  expect(names("none")).toEqual([]);
});
