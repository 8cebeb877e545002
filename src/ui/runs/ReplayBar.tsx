import { History, Pause, Play, RotateCcw, RotateCw, X } from "lucide-react";
import { whyNotReady } from "../../app/engine/readiness.ts";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { replayOf } from "../../app/runs/replay.ts";
import { openedRun } from "../../app/runs/runsState.ts";
import type { KindId } from "../../protocol/runEvent.ts";
import { runName } from "../../runs/runName.ts";
import { Button, IconButton } from "../primitives/Button.tsx";
import { formatMoment } from "../primitives/format.ts";
import styles from "./ReplayBar.module.css";

interface ReplayBarProps {
  kind: KindId;
  task: string;
  /** Takes over the set-up of the run, where the view can. */
  onReuse?: () => void;
}

/** Above a run that is not live, of whatever kind: says so, and moves through its log. */
export default function ReplayBar({ kind, task, onReuse }: ReplayBarProps) {
  const opened = usePlaygroundState((state) => openedRun(state, kind, task));
  const playground = usePlayground();
  const { library, runs } = playground;
  const replay = replayOf(playground);
  const reason = usePlaygroundState((state) => whyNotReady(state, kind, task));
  const loadedHash = usePlaygroundState((state) => state.session.loaded?.hash);
  if (!opened) return null;
  const { log, position, playing, source, state } = opened;
  const isAtEnd = position === log.length;
  const canResume = onReuse !== undefined && source === "own" && isAtEnd && state.status !== "finished";
  return (
    <section className={styles.bar} aria-label="Replay">
      <p className={styles.what}>
        <span className={styles.badge}>
          <History aria-hidden />
          {source === "recorded" ? "Recorded" : "Earlier run"}
        </span>
        <span className={styles.name}>{runName(state.runId)}</span>
        <span className={styles.when}>
          {formatMoment(state.startedAt)} · {state.model.name}
        </span>
      </p>
      <div className={styles.transport}>
        <IconButton
          label={playing ? "Pause replay" : "Play replay"}
          icon={playing ? <Pause aria-hidden /> : <Play aria-hidden />}
          onClick={() => (playing ? replay.pause(kind, task) : replay.play(kind, task))}
        />
        <input
          type="range"
          aria-label="Position in the run"
          aria-valuetext={`event ${position} of ${log.length}`}
          min={1}
          max={log.length}
          value={position}
          onChange={(event) => {
            replay.pause(kind, task);
            replay.seek(kind, task, event.target.valueAsNumber);
          }}
        />
      </div>
      <div className={styles.actions}>
        {canResume && (
          <Button
            look="quiet"
            icon={<RotateCw aria-hidden />}
            disabled={reason !== undefined || loadedHash !== state.model.hash}
            title={
              reason ??
              (loadedHash === state.model.hash ? undefined : `Load ${state.model.name} to resume it.`)
            }
            onClick={() => void runs.resume(kind, task)}
          >
            Resume
          </Button>
        )}
        {onReuse && (
          <Button look="quiet" icon={<RotateCcw aria-hidden />} onClick={onReuse}>
            Use this setup
          </Button>
        )}
        <IconButton
          label="Close this run"
          icon={<X aria-hidden />}
          onClick={() => library.close(kind, task)}
        />
      </div>
    </section>
  );
}
