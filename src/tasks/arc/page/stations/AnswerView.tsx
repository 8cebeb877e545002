import { type EditRun, rowsOf } from "../../../../runs/edit/state.ts";
import { contextOfRun } from "../reading.ts";
import { puzzleRow } from "../text.ts";
import styles from "./AnswerView.module.css";
import { RowAnswer } from "./RowAnswer.tsx";

/** Before and after, one condition below the other, each with its attempts. */
export function AnswerView({ run }: { run: EditRun }) {
  const context = contextOfRun(run);
  if (!context) return null;
  const rows = rowsOf(run).filter((row) => run.answers[row]);
  return (
    <ol className={styles.rows}>
      {rows.map((row) => (
        <li key={row}>
          <h3 className={styles.name}>
            {row === "self-edit" ? "After its own edit" : titleOf(puzzleRow(row).label, row)}
          </h3>
          <RowAnswer run={run} row={row} puzzle={context.puzzle} />
        </li>
      ))}
    </ol>
  );
}

function titleOf(label: string, row: string): string {
  return row === "untouched" ? label : `After: ${label.toLowerCase()}`;
}
