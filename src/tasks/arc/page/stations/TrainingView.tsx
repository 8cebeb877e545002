import type { EditRun } from "../../../../runs/edit/state.ts";
import { formatLoss } from "../../../../ui/primitives/format.ts";
import type { Training } from "../../../page/taskPage.ts";
import { materialOf } from "../reading.ts";
import { puzzleRow } from "../text.ts";
import styles from "./EditView.module.css";
import { editInWords } from "./editWords.ts";
import { TrainedExamples } from "./TrainedExamples.tsx";

/** What each adapter was trained on, and of which edits nothing could be trained. */
export function TrainingView({ run, trainings }: { run: EditRun; trainings: readonly Training[] }) {
  const idle = trainings.filter(({ state }) => state.steps === 0);
  const materials = trainings.flatMap(({ row, state }) => {
    const material = state.steps > 0 ? materialOf(state) : null;
    return material ? [{ row, material }] : [];
  });
  return (
    <>
      {idle.length > 0 && (
        <p>
          Nothing is trained by {idle.map(({ row }) => `“${puzzleRow(row).label}”`).join(" and ")}: the edit
          cannot be run. Why is said above.
        </p>
      )}
      {run.rehearsed && <RehearsedEdits {...run.rehearsed} />}
      <TrainedExamples trainings={materials} />
    </>
  );
}

/** The edits of which "Best of 5" took the best: the loss of each on the demonstration that was held back. */
function RehearsedEdits({ edits, best }: NonNullable<EditRun["rehearsed"]>) {
  return (
    <details className={styles.source}>
      <summary>
        Five edits were tried with the last demonstration held back; number {best + 1} was chosen
      </summary>
      <ol className={styles.tried}>
        {edits.map(({ text, loss }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the edits of a finished choice never change places.
          <li key={i}>
            {editInWords(text)}
            <small>
              {loss === null ? "cannot be tried" : `loss ${formatLoss(loss)} on the output held back`}
              {i === best && <strong>, chosen</strong>}
            </small>
          </li>
        ))}
      </ol>
    </details>
  );
}
