import { CircleAlert, CircleStop } from "lucide-react";
import type { OuterState } from "../../app/outerState.ts";
import { usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import end from "../stations/RunEnd.module.css";

/** How the rounds ended before their time, and the word for screen readers when something begins or ends. */
export function OuterEnd({ run }: { run: OuterState }) {
  const engaged = usePlaygroundState((state) => state.outer.engaged === run.runId);
  return (
    <>
      <p className="visually-hidden" role="status" aria-live="polite">
        {announce(run, engaged)}
      </p>
      {run.status === "cancelled" && (
        <p className={end.end}>
          <CircleStop aria-hidden />
          <span>Cancelled. What was done until then is kept, and can be resumed.</span>
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

function announce(run: OuterState, engaged: boolean): string {
  if (run.status === "finished") return "The rounds are finished.";
  if (!engaged) return "";
  if (run.status === "paused") return "Paused. Continue when you are ready.";
  const round = run.rounds.length - 1;
  return round <= 0 ? "Measuring the untrained writer." : `Round ${round} of ${run.settings.rounds}.`;
}
