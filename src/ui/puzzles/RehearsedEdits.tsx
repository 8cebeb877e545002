import type { RunState } from "../../app/runState.ts";
import { formatLoss } from "../format.ts";
import styles from "./EditView.module.css";

/** The edits of which "Best of 5" took the best: the loss of each on the demonstration that was held back. */
export function RehearsedEdits({ edits, best }: NonNullable<RunState["rehearsed"]>) {
  return (
    <details className={styles.source}>
      <summary>
        Five edits were tried with the last demonstration held back; number {best + 1} was chosen
      </summary>
      <ol className={styles.tried}>
        {edits.map(({ text, loss }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the edits of a finished choice never change places.
          <li key={i}>
            {loss === null
              ? "Not tried: it cannot be run"
              : `Loss ${formatLoss(loss)} on the held-back output`}
            {i === best && <strong> – chosen</strong>}
            <pre className={styles.json}>{text}</pre>
          </li>
        ))}
      </ol>
    </details>
  );
}
