import { ArrowRight, Footprints, Play, Square } from "lucide-react";
import { lazy } from "react";
import { checkDraft, type DraftIssue } from "../../../../app/draftCheck.ts";
import { usePlayground, usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { isBusy, isOuterBusy, type PlaygroundState, textModel } from "../../../../app/playgroundState.ts";
import { Button } from "../../../primitives/Button.tsx";
import { Part } from "../../../primitives/Part.tsx";
import styles from "../../../runs/bar/RunBar.module.css";
import { RunStatusLine } from "./RunStatusLine.tsx";
import { StationRail } from "./StationRail.tsx";

const ReplayBar = lazy(() => import("../../../runs/ReplayBar.tsx"));

/** Always in sight: where the run is, and what can be done about it now. */
export function RunBar() {
  const busy = usePlaygroundState(isBusy);
  const opened = usePlaygroundState((state) => state.opened !== null);
  return (
    <section className={styles.bar} aria-label="Run">
      <div className={styles.row}>
        <StationRail />
        <div className={styles.actions}>{busy ? <BusyActions /> : <IdleActions />}</div>
      </div>
      {busy && !opened && <RunStatusLine />}
      {opened && (
        <Part>
          <ReplayBar />
        </Part>
      )}
    </section>
  );
}

function BusyActions() {
  const { runs } = usePlayground();
  const paused = usePlaygroundState((state) => state.live?.status === "paused" && state.opened === null);
  const cancelling = usePlaygroundState((state) => state.cancelling);
  return (
    <>
      <Button look="plain" icon={<Square aria-hidden />} disabled={cancelling} onClick={runs.cancel}>
        {cancelling ? "Cancelling…" : "Cancel"}
      </Button>
      {paused && (
        <Button look="primary" icon={<ArrowRight aria-hidden />} onClick={runs.continue}>
          Continue
        </Button>
      )}
    </>
  );
}

function IdleActions() {
  const { runs } = usePlayground();
  const hasModel = usePlaygroundState((state) => textModel(state) !== null);
  const loading = usePlaygroundState((state) => state.session.loading !== null);
  const draft = usePlaygroundState((state) => state.draft);
  const taken = usePlaygroundState(takenBy);
  const reason = taken
    ? `“${taken}” is using the model: cancel it there, or wait for its end.`
    : whyNotReady(hasModel, loading, checkDraft(draft));
  const ready = reason === undefined;
  return (
    <>
      {!ready && (
        <p id="run-reason" className={styles.reason}>
          {reason}
        </p>
      )}
      <Button
        look="plain"
        icon={<Footprints aria-hidden />}
        disabled={!ready}
        aria-describedby={ready ? undefined : "run-reason"}
        onClick={() => runs.start(true)}
      >
        Step by step
      </Button>
      <Button
        look="primary"
        icon={<Play aria-hidden fill="currentColor" />}
        disabled={!ready}
        aria-describedby={ready ? undefined : "run-reason"}
        onClick={() => runs.start(false)}
      >
        Run all
      </Button>
    </>
  );
}

function takenBy(state: PlaygroundState): string | null {
  if (state.streamId !== null) return "Forgetting";
  if (isOuterBusy(state)) return "Learning to edit";
  return state.puzzleRunId === null ? null : "Puzzles";
}

function whyNotReady(hasModel: boolean, loading: boolean, issues: readonly DraftIssue[]): string | undefined {
  if (loading) return "The model is loading.";
  if (!hasModel) return "Load a model first.";
  if (issues.length === 0) return undefined;
  return issues.every((issue) => issue.missing)
    ? "Something is still missing."
    : "Mend what is marked first.";
}
