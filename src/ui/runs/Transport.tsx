import { ChevronLeft, ChevronRight, Pause, Play } from "lucide-react";
import { useMemo } from "react";
import { usePlayground } from "../../app/PlaygroundContext.tsx";
import { replayOf } from "../../app/runs/replay.ts";
import type { OpenedRun } from "../../app/runs/runsState.ts";
import type { KindId } from "../../protocol/runEvent.ts";
import { type BodyOf, loadKind } from "../../runs/kinds.ts";
import { PACES, type Pace } from "../../runs/playback.ts";
import { tickAt, ticksOf } from "../../runs/ticks.ts";
import { IconButton } from "../primitives/Button.tsx";
import { useHere } from "../useLazy.ts";
import styles from "./Transport.module.css";

interface TransportProps<K extends KindId> {
  kind: K;
  task: string;
  opened: OpenedRun<K>;
}

const PACE_NAMES: Record<Pace, string> = { 0.5: "½×", 1: "1×", 4: "4×", real: "As it happened" };

/** Moves through the log of a run: from part to part, to any event, or by itself. */
export function Transport<K extends KindId>({ kind, task, opened }: TransportProps<K>) {
  const replay = replayOf(usePlayground());
  const runKind = useHere(loadKind(kind));
  const { log, position, playing, pace } = opened;
  const ticks = useMemo(() => ticksOf<BodyOf<K>>(runKind, log), [runKind, log]);
  const part = tickAt(ticks, position)?.label ?? "";
  const shareOf = (place: number) => (log.length > 1 ? (place - 1) / (log.length - 1) : 1);
  return (
    <div className={styles.transport}>
      <IconButton
        label={playing ? "Pause replay" : "Play replay"}
        icon={playing ? <Pause aria-hidden /> : <Play aria-hidden />}
        onClick={() => (playing ? replay.pause(kind, task) : replay.play(kind, task))}
      />
      <IconButton
        label="Part before"
        icon={<ChevronLeft aria-hidden />}
        disabled={position <= 1}
        onClick={() => replay.step(kind, task, "before")}
      />
      <div className={styles.track}>
        <input
          type="range"
          aria-label="Position in the run"
          aria-valuetext={`${part}, event ${position} of ${log.length}`}
          min={1}
          max={log.length}
          value={position}
          onChange={(event) => {
            replay.pause(kind, task);
            replay.seek(kind, task, event.target.valueAsNumber);
          }}
        />
        <div className={styles.ticks} aria-hidden>
          {ticks.map((tick) => (
            <span
              key={tick.position}
              title={tick.label}
              data-passed={tick.position <= position}
              style={{ left: `${100 * shareOf(tick.position)}%` }}
            />
          ))}
        </div>
      </div>
      <IconButton
        label="Part after"
        icon={<ChevronRight aria-hidden />}
        disabled={position >= log.length}
        onClick={() => replay.step(kind, task, "after")}
      />
      <span className={styles.part}>{part}</span>
      <select
        className={styles.pace}
        aria-label="Speed of the replay"
        value={String(pace)}
        onChange={({ target }) => {
          const chosen = PACES.find((known) => String(known) === target.value);
          if (chosen !== undefined) replay.setPace(kind, task, chosen);
        }}
      >
        {PACES.map((known) => (
          <option key={known} value={String(known)}>
            {PACE_NAMES[known]}
          </option>
        ))}
      </select>
    </div>
  );
}
