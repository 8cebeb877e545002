import type { Puzzle } from "../../../app/puzzles/puzzleState.ts";
import type { EditRun } from "../../../runs/edit/state.ts";
import { rowsOf } from "../../../runs/edit/state.ts";
import { AnswerView } from "./AnswerView.tsx";
import { puzzleRowLabel } from "./puzzleText.ts";
import styles from "./TestView.module.css";

/** Before and after, one condition below the other, each with its attempts. */
export function TestView({ run, puzzle }: { run: EditRun; puzzle: Puzzle }) {
  const rows = rowsOf(run).filter((row) => run.answers[row]);
  return (
    <ol className={styles.rows}>
      {rows.map((row) => (
        <li key={row}>
          <h3 className={styles.name}>
            {row === "self-edit" ? "After its own edit" : titleOf(puzzleRowLabel(row), row)}
          </h3>
          <AnswerView run={run} row={row} puzzle={puzzle} />
        </li>
      ))}
    </ol>
  );
}

function titleOf(label: string, row: string): string {
  return row === "untouched" ? label : `After: ${label.toLowerCase()}`;
}
