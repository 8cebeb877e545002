import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { GRID_MODEL_ID, GRID_MODEL_READS } from "./gridModel.ts";
import { headerToken } from "./gridVocabulary.ts";

it("the grid model's tokenizer knows grids of the sizes that the page promises, and no larger ones", () => {
  const tokenizer = readFileSync(`public/models/${GRID_MODEL_ID}/tokenizer.json`, "utf8");
  const knows = (height: number, width: number) =>
    tokenizer.includes(JSON.stringify(headerToken("output", height, width)));
  const { side, row } = GRID_MODEL_READS;
  expect([knows(side, side), knows(1, row)]).toEqual([true, true]);
  expect([knows(side + 1, side), knows(side, side + 1), knows(1, row + 1)]).toEqual([false, false, false]);
});
