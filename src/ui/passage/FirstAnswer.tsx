import type { Outcome } from "../../protocol/run.ts";
import { Verdict } from "../primitives/Verdict.tsx";
import styles from "./FirstAnswer.module.css";

/** Under a question: what the model answers before it has learned anything. */
export function FirstAnswer({ outcome }: { outcome: Outcome | undefined }) {
  if (!outcome) return null;
  return (
    <p className={styles.answer}>
      <Verdict correct={outcome.correct} />
      <span className={styles.text}>
        <span className={styles.label}>It says: </span>
        {outcome.output.trim() === "" ? <em>nothing</em> : <q>{outcome.output.trim()}</q>}
      </span>
    </p>
  );
}
