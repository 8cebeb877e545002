import { CircleAlert, CircleStop } from "lucide-react";
import type { Failure } from "../../protocol/playgroundError.ts";
import type { RunStatus } from "../../runs/runKind.ts";
import styles from "./RunEnd.module.css";

interface RunEndProps {
  run: { status: RunStatus; failure: Failure | null };
  /** What is said of a run that was cancelled. */
  cancelled: string;
}

/** How a run ended before its time, and what to do. */
export function RunEnd({ run, cancelled }: RunEndProps) {
  if (run.status === "cancelled") {
    return (
      <p className={styles.end}>
        <CircleStop aria-hidden />
        <span>{cancelled}</span>
      </p>
    );
  }
  if (run.status !== "failed" || !run.failure) return null;
  return (
    <p className={styles.end} data-failed="true" role="alert">
      <CircleAlert aria-hidden />
      <span>
        {run.failure.message} <span className={styles.advice}>{run.failure.advice}</span>
      </span>
    </p>
  );
}
