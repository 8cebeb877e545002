import { usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { streamProgress } from "../../app/streamProgress.ts";
import type { StreamState } from "../../app/streamState.ts";
import { LongRunEnd } from "../longRuns/LongRunEnd.tsx";

/** How the stream ended before its time, and the word for screen readers when a passage begins or all is done. */
export function StreamEnd({ run }: { run: StreamState }) {
  const engaged = usePlaygroundState((state) => state.streamId === run.runId);
  return (
    <LongRunEnd
      run={run}
      engaged={engaged}
      announcement={announce(run, engaged)}
      kept="What was measured until then is kept, and the stream can be resumed."
    />
  );
}

function announce(run: StreamState, engaged: boolean): string {
  if (run.status === "finished") return "The stream is finished.";
  if (!engaged) return "";
  if (run.status === "paused") return "Paused. Continue when you are ready.";
  const { done, total } = streamProgress(run);
  return done === 0 ? "The stream has begun." : `${done} of ${total} passages learned.`;
}
