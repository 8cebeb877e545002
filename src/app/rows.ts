import { CONDITIONS, type Condition, type ConditionResult } from "../protocol/run.ts";
import type { RunState } from "./runState.ts";

/** One row of the results: a condition, or a self-edit after the first, where a run compares several. */
export type Row = Condition | `self-edit ${number}`;

/** @param edit number of the self-edit; 0 is the one that the run is about */
export function rowOf(condition: Condition, edit = 0): Row {
  return edit === 0 ? condition : `self-edit ${edit + 1}`;
}

/** The rows that this run can have, in the order in which they are shown. */
export function rowsOf(run: RunState): Row[] {
  return CONDITIONS.flatMap((condition) =>
    condition === "self-edit" ? run.edits.map((_, edit) => rowOf(condition, edit)) : [condition],
  );
}

export interface RowResult extends ConditionResult {
  row: Row;
}

/** What has been measured so far. */
export function resultsOf(run: RunState): RowResult[] {
  return rowsOf(run).flatMap((row) => {
    const result = run.answers[row]?.result;
    return result ? [{ row, ...result }] : [];
  });
}
