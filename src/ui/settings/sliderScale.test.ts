import { describe, expect, it } from "vitest";
import { namedFields } from "../../protocol/fields.ts";
import { KNOWLEDGE_FIELDS } from "../../tasks/knowledge/metadata.ts";
import { fromSlider, SLIDER_STEPS, toSlider } from "./sliderScale.ts";

const numbers = namedFields(KNOWLEDGE_FIELDS).filter((field) => field.kind === "number");

describe("slider scale", () => {
  it.each(numbers.map((field) => [field.key, field] as const))(
    "%s: every position is an allowed value, the ends are the ends, and values rise",
    (_key, field) => {
      const values = Array.from({ length: SLIDER_STEPS + 1 }, (_, position) => fromSlider(position, field));
      expect(values[0]).toBe(field.min);
      expect(values.at(-1)).toBe(field.max);
      values.forEach((value, i) => {
        expect(value).toBeGreaterThanOrEqual(values[i - 1] ?? field.min);
        expect(value).toBeLessThanOrEqual(field.max);
        if (field.integer) expect(Number.isInteger(value)).toBe(true);
      });
    },
  );

  it("puts a value back where it came from", () => {
    for (const field of numbers) {
      for (const position of [0, 60, 140, SLIDER_STEPS]) {
        const value = fromSlider(position, field);
        // Coarse settings share positions; the value is what counts.
        expect(fromSlider(toSlider(value, field), field)).toBe(value);
      }
    }
  });
});
