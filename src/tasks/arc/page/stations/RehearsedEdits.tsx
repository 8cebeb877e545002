import type { EditRun } from "../../../../runs/edit/state.ts";
import { formatLoss } from "../../../../ui/primitives/format.ts";
import styles from "./EditView.module.css";
import { editInWords } from "./editWords.ts";

/** The edits of which "Best of 5" took the best: the loss of each on the demonstration that was held back. */
export function RehearsedEdits({ edits, best }: NonNullable<EditRun["rehearsed"]>) {
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
