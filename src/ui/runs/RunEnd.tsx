import { CircleAlert, CircleStop } from "lucide-react";
import type { EditRun } from "../../runs/edit/state.ts";
import styles from "./RunEnd.module.css";

/** At the station where a run ended before its time: how, and what to do. */
export function RunEnd({ run }: { run: EditRun }) {
  if (run.status === "cancelled") {
    return (
      <p className={styles.end}>
        <CircleStop aria-hidden />
        <span>Cancelled here. What was done until then is kept.</span>
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
