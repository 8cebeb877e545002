import { ArrowRight, Footprints, Play, Square } from "lucide-react";
import { lazy } from "react";
import { checkDraft, type DraftIssue } from "../../../../app/draftCheck.ts";
import { whyNotReady } from "../../../../app/engine/readiness.ts";
import { usePlayground, usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { livePassageRun } from "../../../../app/playgroundState.ts";
import { leaseOf, openedRun } from "../../../../app/runs/runsState.ts";
import { Button } from "../../../primitives/Button.tsx";
import { Part } from "../../../primitives/Part.tsx";
import styles from "../../../runs/bar/RunBar.module.css";
import { RunStatusLine } from "./RunStatusLine.tsx";
import { StationRail } from "./StationRail.tsx";

const ReplayBar = lazy(() => import("../../../runs/ReplayBar.tsx"));

/** Always in sight: where the run is, and what can be done about it now. */
export function RunBar() {
  const { edit } = usePlayground();
  const busy = usePlaygroundState((state) => leaseOf(state, "edit", "knowledge") !== null);
  const opened = usePlaygroundState((state) => openedRun(state, "edit", "knowledge") !== null);
  return (
    <section className={styles.bar} aria-label="Run">
      <div className={styles.row}>
        <StationRail />
        <div className={styles.actions}>{busy ? <BusyActions /> : <IdleActions />}</div>
      </div>
      {busy && !opened && <RunStatusLine />}
      {opened && (
        <Part>
          <ReplayBar kind="edit" task="knowledge" onReuse={edit.reuse} />
        </Part>
      )}
    </section>
  );
}

function BusyActions() {
  const { runs, edit } = usePlayground();
  const paused = usePlaygroundState((state) => livePassageRun(state)?.status === "paused");
  const cancelling = usePlaygroundState((state) => state.engine?.asked === "cancel");
  return (
    <>
      <Button look="plain" icon={<Square aria-hidden />} disabled={cancelling} onClick={() => runs.cancel()}>
        {cancelling ? "Cancelling…" : "Cancel"}
      </Button>
      {paused && (
        <Button look="primary" icon={<ArrowRight aria-hidden />} onClick={edit.continue}>
          Continue
        </Button>
      )}
    </>
  );
}

function IdleActions() {
  const { edit } = usePlayground();
  const draft = usePlaygroundState((state) => state.draft);
  const busy = usePlaygroundState((state) => whyNotReady(state, "edit", "knowledge"));
  const reason = busy ?? whyNotMended(checkDraft(draft));
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
        onClick={() => edit.start(true)}
      >
        Step by step
      </Button>
      <Button
        look="primary"
        icon={<Play aria-hidden fill="currentColor" />}
        disabled={!ready}
        aria-describedby={ready ? undefined : "run-reason"}
        onClick={() => edit.start(false)}
      >
        Run all
      </Button>
    </>
  );
}

function whyNotMended(issues: readonly DraftIssue[]): string | undefined {
  if (issues.length === 0) return undefined;
  return issues.every((issue) => issue.missing)
    ? "Something is still missing."
    : "Mend what is marked first.";
}
