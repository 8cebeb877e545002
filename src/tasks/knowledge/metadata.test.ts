import { expect, test } from "vitest";
import type { Control } from "../metadata.ts";
import { EDIT_FORMATS, KNOWLEDGE_PRESETS, knowledgeMetadata, knowledgeSettingsSchema } from "./metadata.ts";

const { controls } = knowledgeMetadata;
const [standard] = KNOWLEDGE_PRESETS;
const accepts = (key: string, value: unknown) =>
  knowledgeSettingsSchema.safeParse({ ...standard!.settings, [key]: value }).success;

test("every setting has one control and every control a setting", () => {
  expect(controls.map(({ key }) => key).sort()).toEqual(Object.keys(knowledgeSettingsSchema.shape).sort());
});

test.each(controls.map((control): [string, Control] => [control.key, control]))(
  "the control of %s offers only what the schema accepts",
  (key, control) => {
    switch (control.kind) {
      case "number":
        expect(accepts(key, control.min)).toBe(true);
        expect(accepts(key, control.max)).toBe(true);
        expect(accepts(key, control.min + 0.5)).toBe(!control.integer || !Number.isInteger(control.min));
        break;
      case "choice":
        for (const { value } of control.options) expect(accepts(key, value), value).toBe(true);
        expect(accepts(key, "something else")).toBe(false);
        break;
      case "choices":
        expect(
          accepts(
            key,
            control.options.map(({ value }) => value),
          ),
        ).toBe(true);
        expect(accepts(key, [])).toBe(false);
        break;
      case "toggle":
        expect(accepts(key, true) && accepts(key, false)).toBe(true);
        break;
      case "text":
        expect(accepts(key, "x".repeat(control.maxLength))).toBe(true);
        expect(accepts(key, "x".repeat(control.maxLength + 1))).toBe(false);
    }
  },
);

test("presets are valid, inside their controls, and the paper's figures are the paper's", () => {
  for (const { settings } of KNOWLEDGE_PRESETS) {
    expect(knowledgeSettingsSchema.parse(settings)).toEqual(settings);
    for (const control of controls) {
      if (control.kind !== "number") continue;
      const value = Object.entries(settings).find(([key]) => key === control.key)?.[1];
      expect(value, control.key).toBeGreaterThanOrEqual(control.min);
      expect(value, control.key).toBeLessThanOrEqual(control.max);
    }
  }
  expect(KNOWLEDGE_PRESETS.find(({ id }) => id === "paper")?.settings).toMatchObject({
    format: "implications",
    temperature: 1,
    topP: 0.95,
    maxPieces: 30,
    loraRank: 32,
    loraAlpha: 64,
    learningRate: 1e-3,
    epochs: 10,
    batchSize: 1,
    lossOn: "all",
    maxAnswerTokens: 64,
  });
});

test("every edit format can be chosen", () => {
  const format = controls.find(({ key }) => key === "format");
  expect(format?.kind === "choice" && format.options.map(({ value }) => value)).toEqual([...EDIT_FORMATS]);
});
