import type { Cluster } from "../src/protocol/intervals.ts";
import { REMEDIES } from "../src/seal/remedies/remedies.ts";
import { markdownTable } from "../src/tasks/commands/markdown.ts";
import type { ResultForm } from "../src/tasks/commands/taskCommands.ts";
import { type ForgetResult, forgetFileSchema } from "./forgetResult.ts";
import { gainOver, pointsText, shareText } from "./shares.ts";

/** What `npm run forget` writes. */
export const forgetResults: ResultForm<ForgetResult> = {
  command: "npm run forget",
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
    const just = clustersOf(own.flatMap(({ matrix }) => matrix.map((row, step) => row[step]!)));
    const all = clustersOf(own.flatMap(({ matrix }) => matrix.at(-1)!));
    const lines = own.flatMap(({ steps }) =>
      steps.slice(1).map(({ edit }) => edit.pieces.filter(({ kept }) => kept).length),
    );
    const cells = [
      own.map(({ setup }) => setup.seed).join(", "),
      shareText(just),
      shareText(all),
      pointsText(gainOver(all, just)),
      shareText(clustersOf(own.flatMap(({ untouched }) => untouched))),
      mean(lines).toFixed(1),
      mean(own.map(({ steps }) => steps.reduce((sum, { training }) => sum + training.steps, 0))).toFixed(0),
      driftText(own),
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
    "steps a stream",
    "drift at the end",
    "edits",
  ];
  return markdownTable(head, rows);
}

/** Means over the streams of which it was measured. */
function driftText(results: readonly ForgetResult[]): string {
  const drifts = results.flatMap(({ drift }) => (drift ? [drift] : []));
  const [first] = drifts;
  if (!first) return "–";
  const { perplexity, canaries } = first;
  return [
    `KL ${mean(drifts.map(({ kl }) => kl)).toFixed(2)}`,
    `perplexity ${perplexity.before.toFixed(1)} → ${mean(drifts.map((drift) => drift.perplexity.after)).toFixed(1)}`,
    `canaries ${mean(drifts.map((drift) => drift.canaries.holds)).toFixed(1)} of ${canaries.held}`,
  ].join(", ");
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function clustersOf(cells: readonly Cell[]): Cluster[] {
  return cells.map(({ correct, total }) => ({ sum: correct, count: total }));
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
  return [...counts, ...(routed.length > 0 ? [`routed right ${shareText(clustersOf(routed))}`] : [])].join(
    ", ",
  );
}
