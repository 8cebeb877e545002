import { wilson } from "../src/protocol/wilson.ts";
import type { ArcCondition, ArcResult, PuzzleRecord } from "./arcResult.ts";

/** Each puzzle is one item, right or wrong: nothing to cluster. */
export const INTERVAL_METHOD = "Wilson score interval over puzzles, 95 %";

type Summary = NonNullable<ArcResult["conditions"][ArcCondition]>;

/** Solved of all that the model could read; null where the condition was not run. */
export function summariseArc(records: readonly PuzzleRecord[], condition: ArcCondition): Summary | null {
  const outcomes = records.flatMap((record) => record.outcomes[condition] ?? []);
  if (outcomes.length === 0) return null;
  const correct = outcomes.filter((outcome) => outcome.correct).length;
  const cells = outcomes.reduce((sum, outcome) => sum + outcome.cells, 0) / outcomes.length;
  return { correct, total: outcomes.length, interval: wilson(correct, outcomes.length), cells };
}

/** The figures as a Markdown table. */
export function arcTable({ conditions, setup, skipped }: ArcResult): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const rows = Object.entries(conditions).map(
    ([name, { correct, total, interval, cells }]) =>
      `| ${name === "after" ? `after (${setup.edit})` : name} | ${correct} / ${total} | ${percent(correct / total)} | ` +
      `${percent(interval[0])} – ${percent(interval[1])} | ${percent(cells)} |`,
  );
  return [
    "| condition | solved | share | 95 % | cells |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
    "",
    `${skipped} ${skipped === 1 ? "puzzle is" : "puzzles are"} too large for the model.`,
  ].join("\n");
}
