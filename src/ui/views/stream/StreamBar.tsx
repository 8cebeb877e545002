import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { isEmbeddedLoaded } from "../../../app/playgroundState.ts";
import { STREAM_TASK } from "../../../app/stream/streams.ts";
import { streamIssues } from "../../../app/streamDraft.ts";
import { streamProgress } from "../../../runs/stream/progress.ts";
import type { StreamRun } from "../../../runs/stream/state.ts";
import { LongRunBar } from "../../runs/bar/LongRunBar.tsx";
import { streamWorkText } from "./streamText.ts";
import { useStreamDraft, useStreams } from "./useStreams.ts";

/** Always in sight: where the stream is, and what can be done about it now. */
export function StreamBar() {
  const streams = useStreams();
  const draft = useStreamDraft();
  const isEmbedded = usePlaygroundState(isEmbeddedLoaded);
  return (
    <LongRunBar
      kind="stream"
      task={STREAM_TASK}
      label="Stream"
      about={
        isEmbedded ? "Fresh passages of the invented world, by the seed." : "The example passages, in order."
      }
      counted="passages learned"
      pausing="Pausing…"
      progressOf={progressOf}
      mends={streamIssues(draft).length > 0 ? "Mend what is marked first." : undefined}
      leftOver={(run) => {
        const { done, total } = streamProgress(run);
        return {
          title: "Unfinished stream",
          kept: `${done} of ${total} passages were learned. To resume, they are trained again from the kept edits.`,
          foreign: `This stream was begun with ${run.model.name}: load it to resume.`,
        };
      }}
      startLabel="Start the stream"
      onStart={() => void streams.start()}
    />
  );
}

function progressOf(run: StreamRun) {
  const progress = streamProgress(run);
  return { ...progress, text: streamWorkText(progress) };
}
