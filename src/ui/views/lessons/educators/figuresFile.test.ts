import { readFileSync } from "node:fs";
import Papa from "papaparse";
import { expect, test } from "vitest";
import { HIDEABLE, PANELS } from "../../../../lessons/lesson.ts";
import { LESSONS } from "../../../../lessons/lessons.ts";
import { figureLines, figuresCsv } from "./figuresFile.ts";

test("the CSV has every figure of the lessons, each line whole", () => {
  const lines = figureLines(LESSONS);
  const { data, errors } = Papa.parse<Record<string, string>>(figuresCsv(lines), {
    header: true,
    skipEmptyLines: true,
  });
  expect(errors).toEqual([]);
  expect(data).toHaveLength(lines.length);
  for (const [index, line] of lines.entries()) {
    const written = Object.fromEntries(
      Object.entries(line).map(([key, value]) => [key, String(value ?? "")]),
    );
    expect(data[index]).toEqual(written);
  }
});

test("every figure is a share within its interval, as far as rounding goes", () => {
  for (const { share, low, high } of figureLines(LESSONS)) {
    expect(share).toBeGreaterThanOrEqual((low ?? 0) - 0.005);
    expect(share).toBeLessThanOrEqual((high ?? 1) + 0.005);
  }
});

test("the style of panels names every panel that a step lights, and every one that can be hidden", () => {
  const css = readFileSync(new URL("../panels.css", import.meta.url), "utf8");
  const lit = new Set(LESSONS.flatMap(({ steps }) => steps.map(({ panel }) => panel)));
  for (const panel of lit) expect(css).toContain(`[data-lit="${panel}"] [data-panel="${panel}"]`);
  for (const panel of PANELS.filter((one) => one in HIDEABLE)) {
    expect(css).toContain(`[data-hide~="${panel}"] [data-panel="${panel}"]`);
  }
});
