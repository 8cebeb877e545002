import { Pause, Play, RotateCw, Square, Trash2 } from "lucide-react";
import { usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { isBusy, isEmbeddedLoaded, type PlaygroundState, textModel } from "../../app/playgroundState.ts";
import { streamIssues } from "../../app/streamDraft.ts";
import { streamProgress } from "../../app/streamProgress.ts";
import { formatSeconds } from "../format.ts";
import text from "../outer/OuterBar.module.css";
import { ProgressTrack } from "../ProgressTrack.tsx";
import { Button } from "../primitives/Button.tsx";
import bar from "../RunBar.module.css";
import line from "../RunStatusLine.module.css";
import { useStreams, useStreamsState } from "./StreamsContext.tsx";
import { streamWorkText } from "./streamText.ts";

/** Always in sight: where the stream is, and what can be done about it now. */
export function StreamBar() {
  const busy = usePlaygroundState((state) => state.streamId !== null);
  return (
    <section className={bar.bar} aria-label="Stream">
      {busy ? <BusyRow /> : <IdleRow />}
    </section>
  );
}

function BusyRow() {
  const streams = useStreams();
  const { live, asked } = useStreamsState((state) => state);
  const engaged = usePlaygroundState((state) => state.streamId);
  const run = live?.runId === engaged ? live : null;
  const progress = run && streamProgress(run);
  const isPaused = run?.status === "paused";
  const share = progress ? progress.done / progress.total : null;
  const left =
    progress?.secondsLeft == null || isPaused ? "" : ` · about ${formatSeconds(progress.secondsLeft)} left`;
  return (
    <>
      <div className={bar.row}>
        <div>
          <p className={text.work}>
            {run && progress ? `${isPaused ? "Paused. " : ""}${streamWorkText(run, progress)}` : "Starting…"}
          </p>
          <p className={text.count}>
            {progress ? `${progress.done} of ${progress.total} passages learned${left}` : ""}
          </p>
        </div>
        <div className={bar.actions}>
          <Button
            look="plain"
            icon={<Square aria-hidden />}
            disabled={asked === "cancel"}
            onClick={streams.cancel}
          >
            {asked === "cancel" ? "Cancelling…" : "Cancel"}
          </Button>
          {isPaused ? (
            <Button look="primary" icon={<Play aria-hidden fill="currentColor" />} onClick={streams.continue}>
              Continue
            </Button>
          ) : (
            <Button
              look="plain"
              icon={<Pause aria-hidden />}
              disabled={asked !== null || !run}
              onClick={streams.pause}
            >
              {asked === "pause" ? "Pausing…" : "Pause"}
            </Button>
          )}
        </div>
      </div>
      <div className={line.line}>
        <ProgressTrack label="Passages learned" share={share} />
      </div>
    </>
  );
}

function IdleRow() {
  const streams = useStreams();
  const { live, draft } = useStreamsState((state) => state);
  const isEmbedded = usePlaygroundState(isEmbeddedLoaded);
  const reason = usePlaygroundState(whyNotReady);
  const loadedHash = usePlaygroundState((state) => state.session.loaded?.hash);
  const mends = streamIssues(draft).length > 0 ? "Mend what is marked first." : undefined;
  const unfinished = live !== null && live.status !== "finished" ? live : null;
  const foreign =
    unfinished && loadedHash !== unfinished.model.hash
      ? `This stream was begun with ${unfinished.model.name}: load it to resume.`
      : undefined;
  const said = reason ?? (unfinished ? (foreign ?? mends) : mends);
  const done = unfinished && streamProgress(unfinished);
  return (
    <div className={bar.row}>
      {unfinished && done ? (
        <div>
          <p className={text.work}>Unfinished stream</p>
          <p className={text.count}>
            {done.done} of {done.total} passages were learned. To resume, they are trained again from the kept
            edits.
          </p>
        </div>
      ) : (
        <p className={text.count}>
          {isEmbedded
            ? "Fresh passages of the invented world, by the seed."
            : "The example passages, in order."}
        </p>
      )}
      <div className={bar.actions}>
        {said !== undefined && (
          <p id="stream-reason" className={bar.reason}>
            {said}
          </p>
        )}
        {unfinished && (
          <>
            <Button
              look="plain"
              icon={<Trash2 aria-hidden />}
              onClick={() => void streams.remove(unfinished.runId)}
            >
              Discard
            </Button>
            <Button
              look="primary"
              icon={<RotateCw aria-hidden />}
              disabled={reason !== undefined || foreign !== undefined}
              aria-describedby={said === undefined ? undefined : "stream-reason"}
              onClick={streams.resume}
            >
              Resume
            </Button>
          </>
        )}
        <Button
          look={unfinished ? "plain" : "primary"}
          icon={<Play aria-hidden fill="currentColor" />}
          disabled={reason !== undefined || mends !== undefined}
          aria-describedby={said === undefined ? undefined : "stream-reason"}
          onClick={() => void streams.start()}
        >
          {unfinished ? "Start anew" : "Start the stream"}
        </Button>
      </div>
    </div>
  );
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
