import { expect, it } from "vitest";
import type { ModelInfo } from "../../../protocol/run.ts";
import { excessFor } from "./limits.ts";

const model: ModelInfo = {
  id: "embedded-grid",
  name: "Embedded grid model",
  parameters: 1,
  maxPositions: 150,
  hash: "h",
  backend: "wasm",
};

it("a puzzle says by how much it is too large for the model", () => {
  const wide = { input: [new Array<number>(21).fill(1)], output: [[1]] };
  expect(excessFor({ train: [wide], test: [wide] }, null)).toMatch(/21 cells, 1 more than the 20/);
  const many = { input: Array.from({ length: 5 }, () => [1, 2, 3, 4, 5]), output: [[1]] };
  const puzzle = { train: new Array(6).fill(many), test: [many] };
  expect(excessFor(puzzle, null)).toBeNull();
  expect(excessFor(puzzle, model)).toMatch(/182 cells/);
});
