import { History, RotateCcw, RotateCw, X } from "lucide-react";
import type { KeyboardEvent } from "react";
import { whyNotReady } from "../../app/engine/readiness.ts";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { replayOf } from "../../app/runs/replay.ts";
import { type OpenedRun, openedRun } from "../../app/runs/runsState.ts";
import type { KindId } from "../../protocol/runEvent.ts";
import { findRecording } from "../../runs/recordings.ts";
import { runName } from "../../runs/runName.ts";
import { Button, IconButton } from "../primitives/Button.tsx";
import styles from "./ReplayBar.module.css";
import { RunFacts } from "./RunFacts.tsx";
import { RunLive } from "./RunLive.tsx";
import { Transport } from "./Transport.tsx";
import { useUnfinished } from "./useUnfinished.ts";

interface ReplayBarProps {
  kind: KindId;
  task: string;
  /** Takes over the set-up of the run, where the view can. */
  onReuse?: () => void;
  /** How what was recorded is done live, where it is no run. */
  onLive?: () => void;
}

/** Above a run that is not live, of whatever kind: says so, and moves through its log. */
export default function ReplayBar({ kind, task, onReuse, onLive }: ReplayBarProps) {
  const opened = usePlaygroundState((state) => openedRun(state, kind, task));
  return opened && <Bar kind={kind} task={task} opened={opened} onReuse={onReuse} onLive={onLive} />;
}

interface BarProps<K extends KindId> {
  kind: K;
  task: string;
  opened: OpenedRun<K>;
  onReuse: (() => void) | undefined;
  onLive: (() => void) | undefined;
}

function Bar<K extends KindId>({ kind, task, opened, onReuse, onLive }: BarProps<K>) {
  const playground = usePlayground();
  const { source, state, log } = opened;
  const recording = findRecording(state.runId);
  const onKeyDown = (event: KeyboardEvent) => {
    const side = event.key === "ArrowLeft" ? "before" : event.key === "ArrowRight" ? "after" : null;
    // In a menu the arrows choose.
    if (side === null || event.target instanceof HTMLSelectElement) return;
    event.preventDefault();
    replayOf(playground).step(kind, task, side);
  };
  return (
    <section className={styles.bar} aria-label="Replay" onKeyDown={onKeyDown}>
      <div className={styles.what}>
        <span className={styles.badge}>
          <History aria-hidden />
          {source === "recorded" ? "Recorded" : "Earlier run"}
        </span>
        <span className={styles.name} title={recording?.about}>
          {recording?.title ?? runName(state.runId)}
        </span>
        <RunFacts state={state} started={log[0]?.body ?? {}} />
      </div>
      <div className={styles.actions}>
        {onReuse && <Resume kind={kind} task={task} />}
        {onReuse && (
          <Button look="quiet" icon={<RotateCcw aria-hidden />} onClick={onReuse}>
            Use this setup
          </Button>
        )}
        {recording && <RunLive kind={kind} task={task} opened={opened} onLive={onLive} />}
      </div>
      <IconButton
        className={styles.close}
        label="Close this run"
        icon={<X aria-hidden />}
        onClick={() => playground.library.close(kind, task)}
      />
      <Transport kind={kind} task={task} opened={opened} />
    </section>
  );
}

/** Goes on with a run of one's own that did not finish. */
function Resume({ kind, task }: { kind: KindId; task: string }) {
  const unfinished = useUnfinished(kind, task);
  const busy = usePlaygroundState((state) => whyNotReady(state, kind, task));
  if (unfinished === null) return null;
  const { foreign, resume } = unfinished;
  const reason = busy ?? foreign;
  return (
    <Button
      look="quiet"
      icon={<RotateCw aria-hidden />}
      disabled={reason !== undefined}
      title={reason}
      onClick={resume}
    >
      Resume
    </Button>
  );
}
