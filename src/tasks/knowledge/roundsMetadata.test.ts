import { expect, test } from "vitest";
import { KNOWLEDGE_ROUNDS_PRESETS } from "./roundsMetadata.ts";

test("presets keep the best edit, as the paper does for passages", () => {
  expect(KNOWLEDGE_ROUNDS_PRESETS.map(({ settings }) => settings.outer.keep)).toEqual([
    "best",
    "best",
    "best",
  ]);
});
