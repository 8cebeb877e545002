import { whyNotReady } from "../../../app/engine/readiness.ts";
import { usePlayground, usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { busyRun, leaseOf } from "../../../app/runs/runsState.ts";
import type { KindId } from "../../../protocol/runEvent.ts";
import type { StateOf } from "../../../runs/kinds.ts";
import { Part } from "../../primitives/Part.tsx";
import ExpectedTime from "../ExpectedTime.tsx";
import ReplayBar from "../ReplayBar.tsx";
import { useUnfinished } from "../useUnfinished.ts";
import { BusyRow } from "./BusyRow.tsx";
import { IdleRow } from "./IdleRow.tsx";
import bar from "./RunBar.module.css";

interface Progress {
  done: number;
  total: number;
  /** Null before the first. */
  secondsLeft: number | null;
  /** What is being done. */
  text: string;
}

interface LongRunBarProps<K extends KindId> {
  kind: K;
  task: string;
  /** What the bar is of: "Rounds". */
  label: string;
  /** What a new run will be about. */
  about: string;
  /** What is counted, e.g. "edits tried". */
  counted: string;
  /** Said while the piece of work under way comes to its end. */
  pausing: string;
  /** What a new run would be started with, as `ExpectedTime` takes it. */
  plan: () => unknown;
  progressOf: (run: StateOf<K>) => Progress;
  /** Why a new run cannot begin as it is set up. */
  mends: string | undefined;
  /** Of a run that can be resumed. */
  leftOver: (run: StateOf<K>) => { title: string; kept: string };
  startLabel: string;
  onStart: () => void;
}

/** Of a run of many edits: how far it is, how to halt it, begin one, resume one, or move through one that is opened. */
export function LongRunBar<K extends KindId>(props: LongRunBarProps<K>) {
  const { kind, task, label } = props;
  const busy = usePlaygroundState((state) => leaseOf(state, kind, task) !== null);
  return (
    <section className={bar.bar} aria-label={label} data-bar="long">
      {busy ? <Busy {...props} /> : <Idle {...props} />}
      <ReplayBar kind={kind} task={task} />
    </section>
  );
}

function Busy<K extends KindId>({ kind, task, counted, pausing, progressOf }: LongRunBarProps<K>) {
  const { runs } = usePlayground();
  const run = usePlaygroundState((state) => busyRun(state, kind, task));
  const asked = usePlaygroundState((state) => state.engine?.asked ?? null);
  const progress = run && progressOf(run);
  return (
    <BusyRow
      progress={progress}
      isPaused={run?.status === "paused"}
      work={progress?.text ?? ""}
      counted={counted}
      asked={asked}
      pausing={pausing}
      actions={{
        pause: () => runs.pause(),
        continue: () => runs.continue(),
        cancel: () => runs.cancel(),
      }}
    />
  );
}

function Idle<K extends KindId>({
  kind,
  task,
  about,
  plan,
  mends,
  leftOver,
  startLabel,
  onStart,
}: LongRunBarProps<K>) {
  const unfinished = useUnfinished(kind, task);
  const reason = usePlaygroundState((state) => whyNotReady(state, kind, task));
  const left = unfinished && { ...unfinished, ...leftOver(unfinished.run) };
  return (
    <IdleRow
      id={`${kind}-reason`}
      about={about}
      time={
        <Part>
          <ExpectedTime kind={kind} task={task} plan={plan} />
        </Part>
      }
      reason={reason}
      mends={mends}
      unfinished={left}
      startLabel={startLabel}
      onStart={onStart}
    />
  );
}
