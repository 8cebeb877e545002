import type { Outcome } from "../../../protocol/run.ts";
import { Verdict } from "../../../ui/primitives/Verdict.tsx";
import styles from "./AnswerCell.module.css";

/** An answer as far as it is known: complete and graded, still being decoded, or not begun. */
export type AnswerSoFar = { outcome: Outcome } | { partial: string } | null;

/** One answer: graded, still being written, or not yet asked for. */
export function AnswerCell({ answer }: { answer: AnswerSoFar }) {
  if (answer === null) return <span className={styles.none}>not asked yet</span>;
  if ("partial" in answer)
    return (
      <span className={styles.partial} translate="no">
        {answer.partial}…
      </span>
    );
  const { output, correct } = answer.outcome;
  return (
    <div className={styles.answer}>
      <Verdict correct={correct} />
      <p className={styles.output} translate="no">
        {output.trim() === "" ? <em>no answer</em> : output.trim()}
      </p>
    </div>
  );
}
