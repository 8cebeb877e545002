import { describe, expect, it } from "vitest";
import { CONTROLS } from "../../app/presets.ts";
import { fromSlider, SLIDER_STEPS, toSlider } from "./sliderScale.ts";

const numbers = CONTROLS.filter((control) => control.kind === "number");

describe("slider scale", () => {
  it.each(numbers.map((control) => [control.key, control] as const))(
    "%s: every position is an allowed value, the ends are the ends, and values rise",
    (_key, control) => {
      const values = Array.from({ length: SLIDER_STEPS + 1 }, (_, position) => fromSlider(position, control));
      expect(values[0]).toBe(control.min);
      expect(values.at(-1)).toBe(control.max);
      values.forEach((value, i) => {
        expect(value).toBeGreaterThanOrEqual(values[i - 1] ?? control.min);
        expect(value).toBeLessThanOrEqual(control.max);
        if (control.integer) expect(Number.isInteger(value)).toBe(true);
      });
    },
  );

  it("puts a value back where it came from", () => {
    for (const control of numbers) {
      for (const position of [0, 60, 140, SLIDER_STEPS]) {
        const value = fromSlider(position, control);
        // Coarse settings share positions; the value is what counts.
        expect(fromSlider(toSlider(value, control), control)).toBe(value);
      }
    }
  });
});
