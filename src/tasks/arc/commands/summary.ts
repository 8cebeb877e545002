import { clusteredInterval, wilson } from "../../../protocol/intervals.ts";
import { markdownTable } from "../../commands/markdown.ts";
import { ARC_CONDITIONS, type ArcCondition, type ArcResult, type PuzzleRecord } from "./result.ts";

/** Each puzzle is one item, right or wrong: in one run there is nothing to cluster. */
export const INTERVAL_METHOD = "Wilson score interval over puzzles, 95 %";

type Outcome = NonNullable<PuzzleRecord["outcomes"][ArcCondition]>;
type Summary = NonNullable<ArcResult["conditions"][ArcCondition]>;

/** The records of one puzzle, under one seed or several: drawn together when resampling. */
type Cluster = readonly PuzzleRecord[];

/** Puzzles of several runs; of one source and place they are the same puzzle. */
function clustersOf(results: readonly ArcResult[]): Cluster[] {
  const clusters = new Map<string, PuzzleRecord[]>();
  for (const { setup, puzzles } of results) {
    for (const record of puzzles) {
      const key = `${setup.puzzles.sha256} ${record.index}`;
      clusters.set(key, [...(clusters.get(key) ?? []), record]);
    }
  }
  return [...clusters.values()];
}

/** Solved of all that the model could read; null where the condition was not run. */
export function summariseArc(clusters: readonly Cluster[], condition: ArcCondition): Summary | null {
  const outcomes = clusters.map((records) =>
    records.flatMap(({ outcomes }) => outcomes[condition] ?? []).filter(({ correct }) => correct !== null),
  );
  const all = outcomes.flat();
  if (all.length === 0) return null;
  const solved = (some: typeof all) => some.filter(({ correct }) => correct).length;
  const isRepeated = outcomes.some(({ length }) => length > 1);
  const sums = outcomes.map((some) => ({ sum: solved(some), count: some.length }));
  return {
    correct: solved(all),
    total: all.length,
    ...inputsOf(all),
    interval: (isRepeated ? clusteredInterval(sums) : null) ?? wilson(solved(all), all.length),
    cells: all.reduce((sum, { cells }) => sum + cells, 0) / all.length,
  };
}

function inputsOf(outcomes: readonly Outcome[]): Pick<Summary, "inputs"> {
  const inputs = outcomes.flatMap((outcome) => outcome.inputs ?? []);
  if (inputs.length < outcomes.length) return {};
  const sum = (of: "right" | "total") => inputs.reduce((all, one) => all + one[of], 0);
  return { inputs: { right: sum("right"), total: sum("total") } };
}

/** Points gained over "before" on the same puzzles, with a bootstrap interval over puzzles; empty where there are none. */
function gainOf(clusters: readonly Cluster[], condition: ArcCondition): string {
  if (condition === "before") return "";
  const gains = clusters.map((records) => {
    const pairs = records.flatMap(({ outcomes: { before, [condition]: after } }) =>
      typeof before?.correct === "boolean" && after ? [Number(after.correct) - Number(before.correct)] : [],
    );
    return { sum: pairs.reduce((sum, gain) => sum + gain, 0), count: pairs.length };
  });
  const count = gains.reduce((sum, gain) => sum + gain.count, 0);
  const interval = clusteredInterval(gains);
  if (count === 0 || interval === null) return "";
  const points = (share: number) => (100 * share).toFixed(1);
  return `${points(gains.reduce((sum, gain) => sum + gain.sum, 0) / count)} [${interval.map(points).join(", ")}]`;
}

/** The figures of one run, or of several seeds together, as a Markdown table. */
export function arcTable(results: readonly ArcResult[]): string {
  const clusters = clustersOf(results);
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const edits = [...new Set(results.map(({ setup }) => setup.edit))].join(", ");
  const rows = ARC_CONDITIONS.flatMap((name) => {
    const summary = summariseArc(clusters, name);
    if (summary === null) return [];
    const { correct, total, interval, inputs, cells } = summary;
    const label = name === "after" ? `after (${edits})` : name;
    return [
      [
        label,
        `${correct} / ${total}`,
        percent(correct / total),
        `${percent(interval[0])} – ${percent(interval[1])}`,
        gainOf(clusters, name),
        inputs ? `${inputs.right} / ${inputs.total}` : "",
        percent(cells),
      ],
    ];
  });
  const skipped = results.reduce((sum, result) => sum + result.skipped, 0);
  return [
    markdownTable(
      ["condition", "solved", "share", "95 %", "points over before", "test inputs", "cells"],
      rows,
    ),
    "",
    `${skipped} ${skipped === 1 ? "puzzle is" : "puzzles are"} too large for the model.`,
  ].join("\n");
}
