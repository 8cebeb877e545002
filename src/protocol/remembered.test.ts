import { expect, it, vi } from "vitest";
import { remembered, rememberedBy } from "./remembered.ts";

it("reads each object once", () => {
  const read = vi.fn((one: { x: number }) => one.x);
  const known = remembered(read);
  const a = { x: 1 };
  expect([known(a), known(a), known({ x: 2 })]).toEqual([1, 1, 2]);
  expect(read).toHaveBeenCalledTimes(2);
});

it("reads what has the same key once, as long as it is among the last", () => {
  const read = vi.fn((text: string) => text.length);
  const known = rememberedBy((text: string) => text, read, 2);
  expect(["a", "bb", "a", "ccc", "a", "bb"].map(known)).toEqual([1, 2, 1, 3, 1, 2]);
  expect(read.mock.calls.flat()).toEqual(["a", "bb", "ccc", "bb"]);
});
