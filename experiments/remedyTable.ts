import { clusteredInterval, wilson } from "../src/protocol/intervals.ts";
import { REMEDIES } from "../src/seal/remedies/remedies.ts";
import { markdownTable } from "../src/tasks/commands/markdown.ts";
import type { ResultForm } from "../src/tasks/commands/taskCommands.ts";
import { type ForgetResult, forgetFileSchema } from "./forgetResult.ts";

/** What `npm run forget` writes. */
export const forgetResults: ResultForm<ForgetResult> = {
  format: "self-edit-playground/forget",
  schema: forgetFileSchema,
  table: remedyTable,
};

interface Cell {
  correct: number;
  total: number;
}

/** Streams that differ in remedy and seed alone as a Markdown table, one line a remedy; intervals resample passages. */
function remedyTable(results: readonly ForgetResult[]): string {
  const rows = REMEDIES.flatMap(({ id, label }) => {
    const own = results.filter(({ setup }) => setup.remedy === id);
    if (own.length === 0) return [];
    const just = own.flatMap(({ matrix }) => matrix.map((row, step) => row[step]!));
    const all = own.flatMap(({ matrix }) => matrix.at(-1)!);
    const change = just.map(({ correct, total }, i) => ({ sum: all[i]!.correct - correct, count: total }));
    const lines = own.flatMap(({ steps }) =>
      steps.slice(1).map(({ edit }) => edit.pieces.filter(({ kept }) => kept).length),
    );
    const cells = [
      own.map(({ setup }) => setup.seed).join(", "),
      share(just),
      share(all),
      difference(change),
      share(own.flatMap(({ untouched }) => untouched)),
      (lines.reduce((sum, count) => sum + count, 0) / lines.length).toFixed(1),
      outcomes(own),
    ];
    return [[label, ...cells]];
  });
  const head = [
    "remedy",
    "seeds",
    "just learned",
    "all learned, at the end",
    "points lost",
    "untouched model",
    "lines an edit, from passage 2 on",
    "edits",
  ];
  return markdownTable(head, rows);
}

function share(cells: readonly Cell[]): string {
  const correct = cells.reduce((sum, cell) => sum + cell.correct, 0);
  const total = cells.reduce((sum, cell) => sum + cell.total, 0);
  const clusters = cells.map((cell) => ({ sum: cell.correct, count: cell.total }));
  const [low, high] = clusteredInterval(clusters) ?? wilson(correct, total);
  return `${correct}/${total} = ${percent(correct / total)} % [${percent(low, 0)}, ${percent(high, 0)}]`;
}

function difference(clusters: readonly { sum: number; count: number }[]): string {
  const sum = clusters.reduce((all, one) => all + one.sum, 0);
  const count = clusters.reduce((all, one) => all + one.count, 0);
  const interval = clusteredInterval(clusters);
  const bounds = interval ? ` [${percent(interval[0], 0)}, ${percent(interval[1], 0)}]` : "";
  return `${percent(sum / count)}${bounds}`;
}

/** How many edits were taken as they were, clipped and rejected, and how many questions were routed right. */
function outcomes(results: readonly ForgetResult[]): string {
  const names = results.flatMap(({ steps }) => steps.map(({ applied }) => applied.outcome));
  const counts = [...new Set(names)].map(
    (name) => `${names.filter((other) => other === name).length} ${name}`,
  );
  const routed = results
    .flatMap(({ matrix }) => matrix.at(-1)!)
    .flatMap(({ routed, total }) => (routed === null ? [] : [{ correct: routed, total }]));
  return [...counts, ...(routed.length > 0 ? [`routed right ${share(routed)}`] : [])].join(", ");
}

function percent(value: number, digits = 1): string {
  return (100 * value).toFixed(digits);
}
