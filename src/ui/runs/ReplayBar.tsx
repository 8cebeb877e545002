import { History, Pause, Play, RotateCcw, X } from "lucide-react";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { runName } from "../../runs/runName.ts";
import { Button, IconButton } from "../primitives/Button.tsx";
import { formatMoment } from "../primitives/format.ts";
import styles from "./ReplayBar.module.css";

/** Above a run that is not live: says so, and moves through its log. */
export default function ReplayBar() {
  const opened = usePlaygroundState((state) => state.opened);
  const { replay, runs } = usePlayground();
  if (!opened) return null;
  const { log, position, playing, source, state } = opened;
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
          onClick={playing ? replay.pause : replay.play}
        />
        <input
          type="range"
          aria-label="Position in the run"
          aria-valuetext={`event ${position} of ${log.length}`}
          min={1}
          max={log.length}
          value={position}
          onChange={(event) => {
            replay.pause();
            replay.seek(event.target.valueAsNumber);
          }}
        />
      </div>
      <div className={styles.actions}>
        <Button look="quiet" icon={<RotateCcw aria-hidden />} onClick={runs.reuse}>
          Use this setup
        </Button>
        <IconButton label="Close this run" icon={<X aria-hidden />} onClick={runs.close} />
      </div>
    </section>
  );
}
