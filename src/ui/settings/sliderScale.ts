import type { NumberField } from "../../protocol/fields.ts";

/** Positions of a slider, whatever its range. */
export const SLIDER_STEPS = 200;

export function toSlider(value: number, { min, max, scale }: NumberField): number {
  if (Number.isNaN(value)) return 0;
  const bounded = Math.min(max, Math.max(min, value));
  const share =
    scale === "log" ? Math.log(bounded / min) / Math.log(max / min) : (bounded - min) / (max - min);
  return Math.round(share * SLIDER_STEPS);
}

/** The value at a position, rounded so that it is one a person would write. */
export function fromSlider(position: number, { min, max, step, scale, integer }: NumberField): number {
  const share = position / SLIDER_STEPS;
  // The ends are exact, though no rounding would arrive there.
  if (share >= 1) return max;
  if (scale === "log") {
    const value = Number((min * (max / min) ** share).toPrecision(2));
    return Math.min(max, Math.max(min, integer ? Math.round(value) : value));
  }
  const value = min + Math.round((share * (max - min)) / step) * step;
  return Number(value.toPrecision(10));
}
