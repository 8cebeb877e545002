import { wilson } from "../../protocol/intervals.ts";
import { CONDITIONS, type Condition, type ConditionResult, type Tally } from "../../protocol/run.ts";
import type { BatchRun } from "./state.ts";

/** The results of the items that all conditions are compared on: those that came to their end and can be counted. */
function compared({ items, results }: BatchRun): (readonly ConditionResult[])[] {
  return results.flatMap(({ results: own, failure }, item) =>
    failure === null && items[item]?.counted ? [own] : [],
  );
}

/** Conditions that were measured, in the order in which they are shown. */
export function batchConditions(batch: BatchRun): Condition[] {
  const measured = new Set(compared(batch).flatMap((own) => own.map(({ condition }) => condition)));
  return CONDITIONS.filter((condition) => measured.has(condition));
}

/** Right answers of those asked under a condition, over all items; the interval is Wilson's. */
export function batchTally(batch: BatchRun, condition: Condition): Tally {
  const own = compared(batch).flatMap((results) => results.filter((one) => one.condition === condition));
  const correct = own.reduce((sum, one) => sum + one.correct, 0);
  const total = own.reduce((sum, one) => sum + one.total, 0);
  return { correct, total, interval: wilson(correct, total) };
}

export function batchTallies(batch: BatchRun): Partial<Record<Condition, Tally>> {
  return Object.fromEntries(
    batchConditions(batch).map((condition) => [condition, batchTally(batch, condition)]),
  );
}

/** Items on which a condition is right more often than the untouched model, and the other way round. */
export function batchGain(batch: BatchRun, condition: Condition): { won: number; lost: number } {
  const differences = compared(batch).flatMap((results) => {
    const of = (wanted: Condition) => results.find((one) => one.condition === wanted)?.correct;
    const [before, after] = [of("untouched"), of(condition)];
    return before === undefined || after === undefined ? [] : [after - before];
  });
  return {
    won: differences.filter((difference) => difference > 0).length,
    lost: differences.filter((difference) => difference < 0).length,
  };
}

/** Seconds until the batch is done, by the mean of the items so far; null before the first. */
export function batchSecondsLeft({ items, results }: BatchRun): number | null {
  if (results.length === 0) return null;
  const taken = results.reduce((sum, { seconds }) => sum + seconds, 0);
  return (taken / results.length) * (items.length - results.length);
}
