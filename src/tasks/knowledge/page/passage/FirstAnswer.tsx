import type { Outcome } from "../../../../protocol/run.ts";
import { Verdict } from "../../../../ui/primitives/Verdict.tsx";
import styles from "./FirstAnswer.module.css";

interface FirstAnswerProps {
  /** Undefined until it is graded. */
  outcome: Outcome | undefined;
  /** What has been decoded so far. */
  partial: string | undefined;
}

/** Under a question: what the model answers before it has learned anything. */
export function FirstAnswer({ outcome, partial }: FirstAnswerProps) {
  if (!outcome && partial === undefined) return null;
  const text = (outcome?.output ?? partial ?? "").trim();
  return (
    <p className={styles.answer} data-answers>
      {outcome && <Verdict correct={outcome.correct} />}
      <span className={styles.text}>
        <span className={styles.label}>It says: </span>
        {outcome && text === "" ? <em>nothing</em> : <q translate="no">{text}</q>}
      </span>
    </p>
  );
}
