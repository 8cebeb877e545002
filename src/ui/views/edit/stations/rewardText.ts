import type { Prediction } from "../../../../app/edit/setup.ts";
import type { Condition, ConditionResult } from "../../../../protocol/run.ts";
import { bestEdit, type EditRun, rowOf } from "../../../../runs/edit/state.ts";
import { PREDICTION_LABELS } from "../predictionText.ts";

/**
 * What may be concluded from the rows, one sentence each; intervals that overlap are called what they are.
 *
 * @param version that the run started from; absent: the untouched model
 */
export function comparisons(results: readonly ConditionResult[], version?: string): string[] {
  const names = {
    untouched: version === undefined ? "the untouched model" : `the version “${version}”`,
    "passage-only": "training on the passage only",
  };
  const edit = find(results, "self-edit");
  if (!edit) return [];
  return (["untouched", "passage-only"] as const).flatMap((condition) => {
    const other = find(results, condition);
    return other ? [compare(edit, other, names[condition])] : [];
  });
}

/** What became of the guess that was made before the run. */
export function guessVerdict(prediction: Prediction, results: readonly ConditionResult[]): string | null {
  const edit = find(results, "self-edit");
  const before = find(results, "untouched");
  if (!edit || !before) return null;
  const actual: Prediction =
    edit.correct > before.correct ? "yes" : edit.correct < before.correct ? "worse" : "no";
  const guess = PREDICTION_LABELS[prediction].toLowerCase();
  return prediction === actual
    ? `You guessed “${guess}”: so it was this time.`
    : `You guessed “${guess}”; this time it was “${PREDICTION_LABELS[actual].toLowerCase()}”.`;
}

/** Where several edits were compared: which did best, and why that is no fair figure. */
export function selectionText(run: EditRun): string | null {
  const count = run.edits.length;
  const best = bestEdit(run);
  const result = best === null ? undefined : run.answers[rowOf("self-edit", best)]?.result;
  if (best === null || !result) return null;
  return (
    `Of the ${count} edits, number ${best + 1} taught most: ${result.correct} of ${result.total}. ` +
    "It was picked by these very questions, so part of its lead is luck; the reward above is that of edit 1."
  );
}

function find(results: readonly ConditionResult[], condition: Condition): ConditionResult | undefined {
  return results.find((result) => result.condition === condition);
}

function compare(edit: ConditionResult, other: ConditionResult, name: string): string {
  const difference = edit.correct - other.correct;
  if (difference === 0) return `The self-edit did as well as ${name}.`;
  const amount = Math.abs(difference);
  const count = `${amount} question${amount === 1 ? "" : "s"}`;
  const said = `The self-edit got ${count} ${difference > 0 ? "more" : "fewer"} right than ${name}`;
  return overlap(edit.interval, other.interval)
    ? `${said}. The intervals overlap: with ${edit.total} questions this could be luck.`
    : `${said}, more than luck explains: the intervals do not overlap.`;
}

function overlap(a: readonly [number, number], b: readonly [number, number]): boolean {
  return a[0] <= b[1] && b[0] <= a[1];
}
