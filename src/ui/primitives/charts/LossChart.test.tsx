import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { LossChart } from "./LossChart.tsx";

it("draws each line that is not emphasised in dashes of its own", () => {
  const line = (label: string, emphasis = false) => ({
    id: label,
    label,
    emphasis,
    points: [1, 2].map((step) => ({ step, loss: 1 / step })),
  });
  const series = [line("Passage only"), line("Its own", true), line("Perfect"), line("Another’s")];
  const paths = renderToStaticMarkup(<LossChart series={series} steps={2} />).match(/<path[^>]*>/g)!;
  const dashes = paths.map((path) => /stroke-dasharray="([^"]*)"/.exec(path)?.[1]);
  expect(dashes).toHaveLength(4);
  expect(dashes[1]).toBeUndefined();
  expect(new Set(dashes).size).toBe(4);
});
