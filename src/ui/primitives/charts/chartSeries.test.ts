import { expect, it } from "vitest";
import { drawnPoints } from "./chartSeries.ts";

const points = (losses: readonly number[]) => losses.map((loss, i) => ({ step: i + 1, loss }));

it("draws a short line as it is", () => {
  const few = points([3, 2, 1]);
  expect(drawnPoints(few, 8)).toBe(few);
});

it("draws of a long line no more than can be seen, with every peak and both ends, in order", () => {
  const losses = Array.from({ length: 200_000 }, (_, i) => 2 + Math.sin(i));
  losses[77_777] = 90;
  losses[123_456] = -5;
  const drawn = drawnPoints(points(losses), 400);
  expect(drawn.length).toBeLessThanOrEqual(400);
  expect(drawn.at(0)).toEqual({ step: 1, loss: losses[0] });
  expect(drawn.at(-1)).toEqual({ step: 200_000, loss: losses.at(-1) });
  expect(drawn.map(({ loss }) => loss)).toEqual(expect.arrayContaining([90, -5]));
  expect(drawn.map(({ step }) => step)).toEqual(drawn.map(({ step }) => step).sort((a, b) => a - b));
});
