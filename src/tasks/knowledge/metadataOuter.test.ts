import { expect, test } from "vitest";
import { KNOWLEDGE_OUTER_PRESETS } from "./metadataOuter.ts";

test("presets keep the best edit, as the paper does for passages", () => {
  expect(KNOWLEDGE_OUTER_PRESETS.map(({ settings }) => settings.outer.keep)).toEqual([
    "best",
    "best",
    "best",
  ]);
});
