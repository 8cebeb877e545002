import { expect, test } from "vitest";
import { KNOWLEDGE_ROUNDS_PRESETS } from "./roundsMetadata.ts";

test("presets keep the best edit, as the paper does for passages", () => {
  expect(new Set(KNOWLEDGE_ROUNDS_PRESETS.map(({ settings }) => settings.outer.keep))).toEqual(
    new Set(["best"]),
  );
});
