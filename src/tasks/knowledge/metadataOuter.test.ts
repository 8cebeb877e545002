import { expect, test } from "vitest";
import { KEEP_RULES, outerSettingsSchema, REWARDS } from "../../protocol/outerSettings.ts";
import { KNOWLEDGE_OUTER_PRESETS } from "./metadataOuter.ts";
import { OUTER_CONTROLS, WRITER_CONTROLS } from "./metadataOuterControls.ts";

const { writer, ...rounds } = outerSettingsSchema.shape;

test("every setting of the rounds and of the writer has a control", () => {
  const keys = OUTER_CONTROLS.map(({ key }) => key);
  expect(keys.sort()).toEqual([...Object.keys(rounds), "heldOut"].sort());
  expect(WRITER_CONTROLS.map(({ key }) => key).sort()).toEqual(Object.keys(writer.shape).sort());
});

test.each([
  ["reward", REWARDS],
  ["keep", KEEP_RULES],
])("%s: every value can be chosen", (key, values) => {
  const control = OUTER_CONTROLS.find((one) => one.key === key);
  expect(control?.kind === "choice" && control.options.map(({ value }) => value)).toEqual([...values]);
});

test("presets are valid and keep the best edit", () => {
  for (const { settings } of KNOWLEDGE_OUTER_PRESETS) {
    expect(outerSettingsSchema.parse(settings.outer)).toEqual(settings.outer);
    expect(settings.outer).toMatchObject({ reward: "accuracy", keep: "best" });
  }
});
