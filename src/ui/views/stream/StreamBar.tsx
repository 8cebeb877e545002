import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { isBusy, isEmbeddedLoaded, type PlaygroundState, textModel } from "../../../app/playgroundState.ts";
import { streamIssues } from "../../../app/streamDraft.ts";
import { streamProgress } from "../../../runs/stream/progress.ts";
import type { StreamRun } from "../../../runs/stream/state.ts";
import { BusyRow } from "../../runs/bar/BusyRow.tsx";
import { IdleRow } from "../../runs/bar/IdleRow.tsx";
import bar from "../../runs/bar/RunBar.module.css";
import { useStreams, useStreamsState } from "./StreamsContext.tsx";
import { streamWorkText } from "./streamText.ts";

/** Always in sight: where the stream is, and what can be done about it now. */
export function StreamBar() {
  const busy = usePlaygroundState((state) => state.streamId !== null);
  return (
    <section className={bar.bar} aria-label="Stream">
      {busy ? <Busy /> : <Idle />}
    </section>
  );
}

function Busy() {
  const streams = useStreams();
  const { live, asked } = useStreamsState((state) => state);
  const engaged = usePlaygroundState((state) => state.streamId);
  const run = live?.runId === engaged ? live : null;
  const progress = run && streamProgress(run);
  return (
    <BusyRow
      progress={progress}
      isPaused={run?.status === "paused"}
      work={run && progress ? streamWorkText(progress) : ""}
      counted="passages learned"
      asked={asked}
      pausing="Pausing…"
      actions={streams}
    />
  );
}

function Idle() {
  const streams = useStreams();
  const { live, draft } = useStreamsState((state) => state);
  const isEmbedded = usePlaygroundState(isEmbeddedLoaded);
  const reason = usePlaygroundState(whyNotReady);
  const loadedHash = usePlaygroundState((state) => state.session.loaded?.hash);
  return (
    <IdleRow
      id="stream-reason"
      about={
        isEmbedded ? "Fresh passages of the invented world, by the seed." : "The example passages, in order."
      }
      reason={reason}
      mends={streamIssues(draft).length > 0 ? "Mend what is marked first." : undefined}
      unfinished={live !== null && live.status !== "finished" ? leftOver(live) : null}
      startLabel="Start the stream"
      onStart={() => void streams.start()}
    />
  );

  function leftOver(run: StreamRun) {
    const { done, total } = streamProgress(run);
    return {
      title: "Unfinished stream",
      kept: `${done} of ${total} passages were learned. To resume, they are trained again from the kept edits.`,
      foreign:
        loadedHash === run.model.hash
          ? undefined
          : `This stream was begun with ${run.model.name}: load it to resume.`,
      discard: () => void streams.remove(run.runId),
      resume: streams.resume,
    };
  }
}

function whyNotReady(state: PlaygroundState): string | undefined {
  if (isBusy(state)) return "A run of one edit is going on: cancel it, or wait for its end.";
  if (state.outer.engaged !== null) {
    return "“Learning to edit” is using the model: cancel it there, or wait for its end.";
  }
  if (state.puzzleRunId !== null)
    return "“Puzzles” is using the model: cancel it there, or wait for its end.";
  if (state.session.loading) return "The model is loading.";
  return textModel(state) ? undefined : "Load a model first.";
}
