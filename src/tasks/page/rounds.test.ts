import { describe, expect, test } from "vitest";
import { heldOutField, roundsFields, roundsSettingsSchema } from "../../protocol/roundsSettings.ts";
import { TASK_PAGES } from "./pages.ts";

const ROUNDS = TASK_PAGES.map(({ rounds }) => rounds);

describe.each(ROUNDS.map((metadata) => [metadata.task, metadata] as const))("rounds of %s", (_, metadata) => {
  test("the settings are in the task's own words", () => {
    const texts = JSON.stringify([roundsFields(metadata.words), heldOutField(metadata.words)]);
    for (const { words } of ROUNDS) {
      expect(texts.includes(`held-out ${words.one}`)).toBe(words === metadata.words);
    }
  });

  test("inner loops can be set but for what the rounds set", () => {
    for (const { settings } of metadata.presets) {
      const open = Object.keys(settings.task).filter((key) => !Object.hasOwn(metadata.innerFields, key));
      expect(open).toContain("seed");
      expect(open).toHaveLength(2);
    }
  });

  test("presets are valid, the paper's among them", () => {
    for (const { settings } of metadata.presets) {
      expect(roundsSettingsSchema.parse(settings.outer)).toEqual(settings.outer);
      expect(metadata.settings.parse(settings.task)).toEqual(settings.task);
      // None is a control.
      expect(settings.outer.reward).toMatch(/^accuracy/);
    }
    expect(metadata.presets.map(({ id }) => id)).toContain("paper");
  });
});
