import { describe, expect, test } from "vitest";
import { KEEP_RULES, REWARDS, roundsSettingsSchema } from "../protocol/roundsSettings.ts";
import { outerControls, WRITER_CONTROLS } from "./metadataOuterControls.ts";
import { OUTER_METADATA } from "./registry.ts";

const { writer, ...rounds } = roundsSettingsSchema.shape;

test("every setting of the writer has a control", () => {
  expect(WRITER_CONTROLS.map(({ key }) => key).sort()).toEqual(Object.keys(writer.shape).sort());
});

describe.each(OUTER_METADATA.map((metadata) => [metadata.task, metadata] as const))(
  "rounds of %s",
  (_, metadata) => {
    const controls = outerControls(metadata.words);

    test("every setting of the rounds has a control, in the task's own words", () => {
      expect(controls.map(({ key }) => key).sort()).toEqual([...Object.keys(rounds), "heldOut"].sort());
      const texts = JSON.stringify(controls);
      for (const { words } of OUTER_METADATA) {
        expect(texts.includes(`held-out ${words.one}`)).toBe(words === metadata.words);
      }
    });

    test.each([
      ["reward", REWARDS],
      ["keep", KEEP_RULES],
    ])("%s: every value can be chosen", (key, values) => {
      const control = controls.find((one) => one.key === key);
      expect(control?.kind === "choice" && control.options.map(({ value }) => value)).toEqual([...values]);
    });

    test("inner loops have a control for every setting but those of the rounds", () => {
      for (const { settings } of metadata.presets) {
        const open = Object.keys(settings.task).filter(
          (key) => !metadata.innerControls.some((control) => control.key === key),
        );
        expect(open).toContain("seed");
        expect(open).toHaveLength(2);
      }
    });

    test("presets are valid, the paper's among them", () => {
      for (const { settings } of metadata.presets) {
        expect(roundsSettingsSchema.parse(settings.outer)).toEqual(settings.outer);
        expect(metadata.settings.parse(settings.task)).toEqual(settings.task);
        expect(settings.outer.reward).toBe("accuracy");
      }
      expect(metadata.presets.map(({ id }) => id)).toContain("paper");
    });
  },
);
