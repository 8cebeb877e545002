import { ArrowRight, Footprints, Play, Square } from "lucide-react";
import { lazy, useCallback, useEffect, useRef } from "react";
import { whyNotReady } from "../../../../app/engine/readiness.ts";
import { usePlayground, usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { Button } from "../../../primitives/Button.tsx";
import { Part } from "../../../primitives/Part.tsx";
import styles from "../../../runs/bar/RunBar.module.css";
import {
  useIsBusyHere,
  useIsOpened,
  useIssues,
  useSetup,
  useShownRun,
  useTask,
  useWaitingAt,
} from "../TaskContext.tsx";
import { StationStops } from "./StationStops.tsx";

const RunStatusLine = lazy(() => import("./RunStatusLine.tsx"));
const ExpectedTime = lazy(() => import("../../../runs/ExpectedTime.tsx"));
const ReplayBar = lazy(() => import("../../../runs/ReplayBar.tsx"));

/** Always in sight: where the run is, and what can be done about it now. */
export function RunBar() {
  const { entry, page } = useTask();
  const { edit } = usePlayground();
  const run = useShownRun();
  const busy = useIsBusyHere();
  const opened = useIsOpened();
  const paused = useWaitingAt() !== null;
  const actions = useFocusKept(`${busy} ${paused}`);
  return (
    <section className={styles.bar} aria-label="Run">
      <div className={styles.row}>
        {/* The context, the first station, is what one sees on the way to the workspace. */}
        <StationStops run={run} texts={page.text.stations} first="#workspace" />
        <div ref={actions} className={styles.actions}>
          {busy ? <BusyActions /> : <IdleActions />}
        </div>
      </div>
      {busy && !opened && (
        <Part>
          <RunStatusLine />
        </Part>
      )}
      {opened && (
        <Part fallback={<div className={styles.replay} />}>
          <ReplayBar kind="edit" task={entry.id} onReuse={() => edit.reuse(entry.id)} />
        </Part>
      )}
    </section>
  );
}

/**
 * A button that was pressed goes, and the focus with it: for those who steer by keys, what comes in its place has the
 * focus then. With a mouse it would be in the way: a space, to scroll on, would press it.
 *
 * @param shown tells apart what is shown
 */
function useFocusKept(shown: string) {
  const ref = useRef<HTMLDivElement>(null);
  const isByKeys = useRef(false);
  useEffect(() => {
    const actions = ref.current;
    const note = ({ detail }: MouseEvent) => {
      isByKeys.current = detail === 0;
    };
    actions?.addEventListener("click", note);
    return () => actions?.removeEventListener("click", note);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other buttons are there now
  useEffect(() => {
    if (!isByKeys.current || document.activeElement !== document.body) return;
    const buttons = ref.current?.querySelectorAll<HTMLElement>("button:enabled") ?? [];
    [...buttons].at(-1)?.focus({ preventScroll: true });
  }, [shown]);
  return ref;
}

function BusyActions() {
  const { entry } = useTask();
  const { runs, edit } = usePlayground();
  const paused = useWaitingAt() !== null;
  const cancelling = usePlaygroundState((state) => state.engine?.asked === "cancel");
  return (
    <>
      <Button
        look="plain"
        icon={<Square aria-hidden />}
        disabled={cancelling}
        // It stands where the run was started: the second click of a double one is not meant for it.
        onClick={({ detail }) => detail < 2 && runs.cancel()}
      >
        {cancelling ? "Cancelling…" : "Cancel"}
      </Button>
      {paused && (
        <Button look="primary" icon={<ArrowRight aria-hidden />} onClick={() => edit.continue(entry.id)}>
          Continue
        </Button>
      )}
    </>
  );
}

function IdleActions() {
  const { entry } = useTask();
  const { edit } = usePlayground();
  const reason = useReason();
  const shared = {
    disabled: reason !== undefined,
    "aria-describedby": reason === undefined ? undefined : "run-reason",
  };
  return (
    <>
      {reason !== undefined && (
        <p id="run-reason" className={styles.reason}>
          {reason}
        </p>
      )}
      {reason === undefined && (
        <div className={styles.time}>
          <Part>
            <Time />
          </Part>
        </div>
      )}
      <Button
        look="plain"
        icon={<Footprints aria-hidden />}
        {...shared}
        onClick={() => edit.start(entry.id, true)}
      >
        Step by step
      </Button>
      <Button
        look="primary"
        icon={<Play aria-hidden fill="currentColor" />}
        {...shared}
        onClick={() => edit.start(entry.id, false)}
      >
        Run all
      </Button>
    </>
  );
}

function Time() {
  const { entry } = useTask();
  const { edit } = usePlayground();
  const setup = useSetup();
  const plan = useCallback(() => edit.planned(entry.id, setup), [edit, entry, setup]);
  return <ExpectedTime kind="edit" task={entry.id} plan={plan} />;
}

/** Why nothing can be run now, one sentence; undefined where it can. */
function useReason(): string | undefined {
  const { entry } = useTask();
  const issues = useIssues();
  const reason = usePlaygroundState((state) => whyNotReady(state, "edit", entry.id));
  if (reason !== undefined || issues.length === 0) return reason;
  return issues.every((issue) => issue.missing)
    ? "Something is still missing."
    : "Mend what is marked first.";
}
