import { rowOf } from "./rows.ts";
import type { RunState } from "./runState.ts";

/**
 * Of several self-edits the one after which most questions were answered right; null while one is still to be
 * tested, or where the best two are equal.
 */
export function bestEdit(run: RunState): number | null {
  if (run.edits.length < 2) return null;
  const counts = run.edits.map((_, edit) => run.answers[rowOf("self-edit", edit)]?.result?.correct);
  const known = counts.filter((count) => count !== undefined);
  if (known.length < counts.length) return null;
  const most = Math.max(...known);
  return known.filter((count) => count === most).length === 1 ? known.indexOf(most) : null;
}
