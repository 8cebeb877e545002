import { outerSource } from "../../../app/outerContexts.ts";
import { outerIssues } from "../../../app/outerDraft.ts";
import { usePlayground, usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import {
  isBusy,
  outerDraft,
  outerModel,
  outerTask,
  type PlaygroundState,
} from "../../../app/playgroundState.ts";
import { roundsProgress } from "../../../runs/rounds/progress.ts";
import type { RoundsRun } from "../../../runs/rounds/state.ts";
import { BusyRow } from "../../runs/bar/BusyRow.tsx";
import { IdleRow } from "../../runs/bar/IdleRow.tsx";
import bar from "../../runs/bar/RunBar.module.css";
import { workText } from "./outerText.ts";

/** Always in sight: where the rounds are, and what can be done about them now. */
export function OuterBar() {
  const busy = usePlaygroundState((state) => state.outer.engaged !== null);
  return (
    <section className={bar.bar} aria-label="Rounds">
      {busy ? <Busy /> : <Idle />}
    </section>
  );
}

function Busy() {
  const { outer } = usePlayground();
  const { live, asked, engaged } = usePlaygroundState((state) => state.outer);
  const { words } = usePlaygroundState(outerTask);
  const run = live?.runId === engaged ? live : null;
  const progress = run && roundsProgress(run);
  return (
    <BusyRow
      progress={progress}
      isPaused={run?.status === "paused"}
      work={run && progress ? workText(run, progress, words) : ""}
      counted="edits tried"
      asked={asked}
      pausing="Pausing after this edit…"
      actions={outer}
    />
  );
}

function Idle() {
  const { outer } = usePlayground();
  const live = usePlaygroundState((state) => state.outer.live);
  const metadata = usePlaygroundState(outerTask);
  const draft = usePlaygroundState(outerDraft);
  const source = usePlaygroundState(outerSource);
  const reason = usePlaygroundState(whyNotReady);
  const loadedHash = usePlaygroundState((state) => state.session.loaded?.hash);
  return (
    <IdleRow
      id="outer-reason"
      about={source.about}
      reason={reason}
      mends={
        outerIssues(metadata, draft, source.atHand).length > 0 ? "Mend what is marked first." : undefined
      }
      unfinished={live !== null && live.status !== "finished" ? leftOver(live) : null}
      startLabel="Start the rounds"
      onStart={() => void outer.start()}
    />
  );

  function leftOver(run: RoundsRun) {
    const done = roundsProgress(run);
    return {
      title: `Unfinished rounds: ${workText(run, done, metadata.words)}`,
      kept: `${done.done} of ${done.total} edits were tried and are kept.`,
      foreign:
        loadedHash === run.model.hash
          ? undefined
          : `These rounds were begun with ${run.model.name}: load it to resume.`,
      discard: () => void outer.remove(run.runId),
      resume: () => void outer.resume(),
    };
  }
}

function whyNotReady(state: PlaygroundState): string | undefined {
  if (isBusy(state)) return "A run of one edit is going on: cancel it, or wait for its end.";
  if (state.streamId !== null)
    return "“Forgetting” is using the model: cancel it there, or wait for its end.";
  if (state.session.loading) return "The model is loading.";
  if (state.puzzleRunId !== null)
    return "“Puzzles” is using the model: cancel it there, or wait for its end.";
  return outerModel(state) ? undefined : "Load a model first.";
}
