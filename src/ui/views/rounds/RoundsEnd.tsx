import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import type { RoundsRun } from "../../../runs/rounds/state.ts";
import { LongRunEnd } from "../../runs/LongRunEnd.tsx";

/** How the rounds ended before their time, and the word for screen readers when something begins or ends. */
export function RoundsEnd({ run }: { run: RoundsRun }) {
  const engaged = usePlaygroundState((state) => state.engine?.runId === run.runId);
  return (
    <LongRunEnd
      run={run}
      engaged={engaged}
      announcement={announce(run, engaged)}
      kept="What was done until then is kept, and can be resumed."
    />
  );
}

function announce(run: RoundsRun, engaged: boolean): string {
  if (run.status === "finished") return "The rounds are finished.";
  if (!engaged) return "";
  if (run.status === "paused") return "Paused. Continue when you are ready.";
  const round = run.rounds.length - 1;
  return round <= 0 ? "Measuring the untrained writer." : `Round ${round} of ${run.settings.rounds}.`;
}
