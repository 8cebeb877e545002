import { Pause, Play, RotateCw, Square, Trash2 } from "lucide-react";
import { outerIssues } from "../../app/outerDraft.ts";
import { outerProgress } from "../../app/outerProgress.ts";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { isBusy, isEmbeddedLoaded, type PlaygroundState, textModel } from "../../app/playgroundState.ts";
import { formatSeconds } from "../format.ts";
import { ProgressTrack } from "../ProgressTrack.tsx";
import { Button } from "../primitives/Button.tsx";
import bar from "../RunBar.module.css";
import line from "../RunStatusLine.module.css";
import styles from "./OuterBar.module.css";
import { workText } from "./outerText.ts";

/** Always in sight: where the rounds are, and what can be done about them now. */
export function OuterBar() {
  const busy = usePlaygroundState((state) => state.outer.engaged !== null);
  return (
    <section className={bar.bar} aria-label="Rounds">
      {busy ? <BusyRow /> : <IdleRow />}
    </section>
  );
}

function BusyRow() {
  const { outer } = usePlayground();
  const { live, asked, engaged } = usePlaygroundState((state) => state.outer);
  const run = live?.runId === engaged ? live : null;
  const progress = run && outerProgress(run);
  const isPaused = run?.status === "paused";
  const share = progress ? progress.done / progress.total : null;
  const left =
    progress?.secondsLeft == null || isPaused ? "" : ` · about ${formatSeconds(progress.secondsLeft)} left`;
  const text = run && progress ? `${isPaused ? "Paused. " : ""}${workText(run, progress)}` : "Starting…";
  const count = progress ? `${progress.done} of ${progress.total} edits tried${left}` : "";
  return (
    <>
      <div className={bar.row}>
        <div>
          <p className={styles.work}>{text}</p>
          <p className={styles.count}>{count}</p>
        </div>
        <div className={bar.actions}>
          <Button
            look="plain"
            icon={<Square aria-hidden />}
            disabled={asked === "cancel"}
            onClick={outer.cancel}
          >
            {asked === "cancel" ? "Cancelling…" : "Cancel"}
          </Button>
          {isPaused ? (
            <Button look="primary" icon={<Play aria-hidden fill="currentColor" />} onClick={outer.continue}>
              Continue
            </Button>
          ) : (
            <Button
              look="plain"
              icon={<Pause aria-hidden />}
              disabled={asked !== null || !run}
              onClick={outer.pause}
            >
              {asked === "pause" ? "Pausing after this edit…" : "Pause"}
            </Button>
          )}
        </div>
      </div>
      <div className={line.line}>
        <ProgressTrack label="Edits tried" share={share} />
      </div>
    </>
  );
}

function IdleRow() {
  const { outer } = usePlayground();
  const { live, draft } = usePlaygroundState((state) => state.outer);
  const isEmbedded = usePlaygroundState(isEmbeddedLoaded);
  const reason = usePlaygroundState(whyNotReady);
  const loadedHash = usePlaygroundState((state) => state.session.loaded?.hash);
  const mends = outerIssues(draft, isEmbedded).length > 0 ? "Mend what is marked first." : undefined;
  const unfinished = live !== null && live.status !== "finished" ? live : null;
  const foreign =
    unfinished && loadedHash !== unfinished.model.hash
      ? `These rounds were begun with ${unfinished.model.name}: load it to resume.`
      : undefined;
  const said = reason ?? (unfinished ? (foreign ?? mends) : mends);
  const done = unfinished && outerProgress(unfinished);
  return (
    <div className={bar.row}>
      {unfinished && done ? (
        <div>
          <p className={styles.work}>Unfinished rounds: {workText(unfinished, done)}</p>
          <p className={styles.count}>
            {done.done} of {done.total} edits were tried and are kept.
          </p>
        </div>
      ) : (
        <p className={styles.count}>
          {isEmbedded
            ? "Fresh passages of the invented world; other ones are held out."
            : "The example passages; the last of them are held out."}
        </p>
      )}
      <div className={bar.actions}>
        {said !== undefined && (
          <p id="outer-reason" className={bar.reason}>
            {said}
          </p>
        )}
        {unfinished && (
          <>
            <Button
              look="plain"
              icon={<Trash2 aria-hidden />}
              onClick={() => void outer.remove(unfinished.runId)}
            >
              Discard
            </Button>
            <Button
              look="primary"
              icon={<RotateCw aria-hidden />}
              disabled={reason !== undefined || foreign !== undefined}
              aria-describedby={said === undefined ? undefined : "outer-reason"}
              onClick={() => void outer.resume()}
            >
              Resume
            </Button>
          </>
        )}
        <Button
          look={unfinished ? "plain" : "primary"}
          icon={<Play aria-hidden fill="currentColor" />}
          disabled={reason !== undefined || mends !== undefined}
          aria-describedby={said === undefined ? undefined : "outer-reason"}
          onClick={() => void outer.start()}
        >
          {unfinished ? "Start anew" : "Start the rounds"}
        </Button>
      </div>
    </div>
  );
}

function whyNotReady(state: PlaygroundState): string | undefined {
  if (isBusy(state)) return "A run of one edit is going on: cancel it, or wait for its end.";
  if (state.streamId !== null)
    return "“Forgetting” is using the model: cancel it there, or wait for its end.";
  if (state.session.loading) return "The model is loading.";
  if (state.puzzleRunId !== null)
    return "“Puzzles” is using the model: cancel it there, or wait for its end.";
  return textModel(state) ? undefined : "Load a model first.";
}
