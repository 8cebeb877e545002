import { describe, expect, test } from "vitest";
import { REMEDY_FIELDS, STREAM_FIELDS } from "../seal/remedies/streamSettings.ts";
import { ARC_FIELDS } from "../tasks/arc/metadata.ts";
import { KNOWLEDGE_FIELDS } from "../tasks/knowledge/metadata.ts";
import { ACCEPTANCE_FIELDS } from "../versions/versionEvents.ts";
import {
  choice,
  type Fields,
  groupsOf,
  isVisible,
  type NamedField,
  namedFields,
  real,
  schemaOf,
  text,
  whole,
} from "./fields.ts";
import { faultOf, flagOf, rangeText, readValue, valueText } from "./fieldText.ts";
import { roundsFields } from "./roundsSettings.ts";

const words = { help: "", level: "basic", group: "" } as const;
const EXAMPLE = {
  size: whole({ ...words, label: "Size", min: 1, max: 8, scale: "log" }),
  rate: real({ ...words, label: "Rate", min: 0, max: 1, step: 0.1, scale: "linear", initial: 0.5 }),
  form: choice({
    ...words,
    label: "Form",
    options: [
      { value: "own", label: "Own", help: "" },
      { value: "none", label: "None", help: "" },
    ],
  }),
  ownForm: text({ ...words, label: "Own form", maxLength: 3, onlyWhen: { key: "form", value: "own" } }),
  inner: { depth: whole({ ...words, label: "Depth", min: 0, max: 2, scale: "linear", flag: "deep" }) },
};
const named = (key: string): NamedField => namedFields(EXAMPLE).find((field) => field.key === key)!;

test("one declaration gives the schema, with what an earlier version lacked filled in", () => {
  const settings = { size: 2, form: "own", ownForm: "ab", inner: { depth: 1 } };
  expect(schemaOf(EXAMPLE).parse(settings)).toEqual({ ...settings, rate: 0.5 });
  for (const wrong of [
    { size: 9 },
    { size: 1.5 },
    { rate: "1" },
    { form: "other" },
    { ownForm: "long" },
    { inner: {} },
  ]) {
    expect(schemaOf(EXAMPLE).safeParse({ ...settings, ...wrong }).success, JSON.stringify(wrong)).toBe(false);
  }
});

test("and the form's fields, the flag, the range and the words for what is wrong", () => {
  expect(namedFields(EXAMPLE).map(({ key }) => key)).toEqual(["size", "rate", "form", "ownForm"]);
  expect(flagOf(named("ownForm"), "writer-")).toBe("writer-own-form");
  expect(flagOf(namedFields(EXAMPLE.inner)[0]!)).toBe("deep");
  expect([...namedFields(EXAMPLE)].map(rangeText)).toEqual(["1…8", "0…1", "own|none", "text"]);
  expect(faultOf(named("size"), 9)).toBe("Size goes from 1 to 8.");
  expect(faultOf(named("size"), Number.NaN)).toBe("Size needs a number.");
  expect(faultOf(named("size"), 1.5)).toBe("Size cannot be this.");
  expect(faultOf(named("size"), 8)).toBeUndefined();
  expect(isVisible(named("ownForm"), { form: "own" })).toBe(true);
  expect(isVisible(named("ownForm"), { form: "none" })).toBe(false);
});

const flattened = (fields: Fields): NamedField[] => [
  ...namedFields(fields),
  ...groupsOf(fields).flatMap(([, group]) => flattened(group)),
];

describe.each([
  ["passages", KNOWLEDGE_FIELDS],
  ["puzzles", ARC_FIELDS],
  ["rounds", roundsFields({ one: "passage", many: "passages" })],
  ["a stream", { ...STREAM_FIELDS, ...REMEDY_FIELDS }],
  ["the acceptance of a version", ACCEPTANCE_FIELDS],
] as const)("settings of %s", (_, fields: Fields) => {
  test("every end of a range and every option is allowed, is read back from its text, and nothing beyond is", () => {
    for (const field of flattened(fields)) {
      const allowed: unknown[] =
        field.kind === "number"
          ? [field.min, field.max]
          : field.kind === "choice"
            ? field.options.map(({ value }) => value)
            : field.kind === "choices"
              ? [field.options.map(({ value }) => value)]
              : field.kind === "toggle"
                ? [true, false]
                : [];
      for (const value of allowed) {
        expect(faultOf(field, value), field.key).toBeUndefined();
        expect(readValue(field, valueText(value)), field.key).toEqual(value);
      }
      if (field.kind !== "number") continue;
      expect(faultOf(field, field.max + 1), field.key).toBeDefined();
      expect(faultOf(field, field.min - 1), field.key).toBeDefined();
      if (field.scale === "log") expect(field.min, field.key).toBeGreaterThan(0);
    }
  });
});
