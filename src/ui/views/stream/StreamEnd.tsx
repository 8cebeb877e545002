import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { streamProgress } from "../../../runs/stream/progress.ts";
import type { StreamRun } from "../../../runs/stream/state.ts";
import { Part } from "../../primitives/Part.tsx";
import { LongRunEnd } from "../../runs/LongRunEnd.tsx";
import { useVersions } from "../versions/useVersions.ts";
import { useStreamTask } from "./useStreams.ts";

/** How the stream ended before its time, and the word for screen readers when a passage begins or all is done. */
export function StreamEnd({ run }: { run: StreamRun }) {
  const engaged = usePlaygroundState((state) => state.engine?.runId === run.runId);
  const { many } = useStreamTask().rounds.words;
  return (
    <>
      <LongRunEnd
        run={run}
        engaged={engaged}
        announcement={announce(run, engaged, many)}
        kept="What was measured until then is kept, and the stream can be resumed."
      />
      <Part>
        <MergesToKeep runId={run.runId} />
      </Part>
    </>
  );
}

/** The way from a stream to versions of what it merged, as long as that is at hand. */
function MergesToKeep({ runId }: { runId: string }) {
  const { listed } = useVersions();
  if (listed?.candidate?.runId !== runId) return null;
  return (
    <p>
      The model is as it was loaded. Until something else is trained, what was merged can be kept as{" "}
      <a href="#view=versions">versions</a>: measured for its drift there, and merged or vetoed.
    </p>
  );
}

function announce(run: StreamRun, engaged: boolean, many: string): string {
  if (run.status === "finished") return "The stream is finished.";
  if (!engaged) return "";
  if (run.status === "paused") return "Paused. Continue when you are ready.";
  const { done, total } = streamProgress(run);
  return done === 0 ? "The stream has begun." : `${done} of ${total} ${many} learned.`;
}
