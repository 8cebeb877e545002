import { CircleAlert, CircleStop } from "lucide-react";
import { usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { streamProgress } from "../../app/streamProgress.ts";
import type { StreamState } from "../../app/streamState.ts";
import end from "../stations/RunEnd.module.css";

/** How the stream ended before its time, and the word for screen readers when a passage begins or all is done. */
export function StreamEnd({ run }: { run: StreamState }) {
  const engaged = usePlaygroundState((state) => state.streamId === run.runId);
  return (
    <>
      <p className="visually-hidden" role="status" aria-live="polite">
        {announce(run, engaged)}
      </p>
      {run.status === "cancelled" && (
        <p className={end.end}>
          <CircleStop aria-hidden />
          <span>Cancelled. What was measured until then is kept, and the stream can be resumed.</span>
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

function announce(run: StreamState, engaged: boolean): string {
  if (run.status === "finished") return "The stream is finished.";
  if (!engaged) return "";
  if (run.status === "paused") return "Paused. Continue when you are ready.";
  const { done, total } = streamProgress(run);
  return done === 0 ? "The stream has begun." : `${done} of ${total} passages learned.`;
}
