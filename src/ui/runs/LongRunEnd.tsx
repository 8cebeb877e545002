import { CircleAlert, CircleStop } from "lucide-react";
import type { Failure } from "../../protocol/playgroundError.ts";
import type { RunStatus } from "../../runs/runKind.ts";
import end from "./LongRunEnd.module.css";

interface LongRunEndProps {
  run: { status: RunStatus; failure: Failure | null };
  /** The engine is busy with it. */
  engaged: boolean;
  /** For screen readers, when something begins or ends. */
  announcement: string;
  /** What of a cancelled run is kept. */
  kept: string;
}

/** How a run of many edits ended before its time. */
export function LongRunEnd({ run, engaged, announcement, kept }: LongRunEndProps) {
  return (
    <>
      <p className="visually-hidden" role="status" aria-live="polite">
        {announcement}
      </p>
      {run.status === "cancelled" && (
        <p className={end.end}>
          <CircleStop aria-hidden />
          <span>Cancelled. {kept}</span>
        </p>
      )}
      {run.status === "failed" && run.failure && !engaged && (
        <p className={end.end} data-failed="true" role="alert">
          <CircleAlert aria-hidden />
          <span>
            {run.failure.message} <span className={end.advice}>{run.failure.advice}</span>
          </span>
        </p>
      )}
    </>
  );
}
