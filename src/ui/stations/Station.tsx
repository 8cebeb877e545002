import { ArrowRight, Check } from "lucide-react";
import type { ReactNode } from "react";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { shownRun } from "../../app/playgroundState.ts";
import { STATIONS, type Station as StationId } from "../../protocol/run.ts";
import { Button } from "../primitives/Button.tsx";
import { stationProgress } from "../stationProgress.ts";
import { RunEnd } from "./RunEnd.tsx";
import styles from "./Station.module.css";
import { STATION_TEXTS } from "./stationText.ts";

interface StationProps {
  station: StationId;
  /** The one figure to remember, e.g. "8 of 10 kept". */
  summary?: string | undefined;
  children?: ReactNode;
}

/** The frame of a station: number, name, the figure to remember, and in step-by-step mode the reason why. */
export function Station({ station, summary, children }: StationProps) {
  const run = usePlaygroundState(shownRun);
  const waiting = usePlaygroundState(
    (state) => state.opened === null && state.live?.status === "paused" && state.live.station === station,
  );
  const { runs } = usePlayground();
  const progress = stationProgress(run, station);
  const text = STATION_TEXTS[station];
  const heading = `heading-${station}`;
  return (
    <section
      id={`station-${station}`}
      className={styles.station}
      data-progress={progress}
      aria-labelledby={heading}
    >
      <div className={styles.head}>
        <span className={styles.dot} aria-hidden>
          {progress === "done" ? <Check /> : STATIONS.indexOf(station) + 1}
        </span>
        <h2 id={heading} className={styles.name}>
          {text.name}
        </h2>
        {summary !== undefined && <p className={styles.summary}>{summary}</p>}
      </div>
      <div className={styles.body}>
        {run && progress === "current" && <RunEnd run={run} />}
        {waiting && (
          <div className={styles.why}>
            <p>{text.why}</p>
            <Button look="primary" icon={<ArrowRight aria-hidden />} onClick={runs.continue}>
              {CONTINUE_LABELS[station]}
            </Button>
          </div>
        )}
        {progress === "ahead" ? <p className={styles.ahead}>{text.ahead}</p> : children}
      </div>
    </section>
  );
}

const CONTINUE_LABELS: Record<StationId, string> = {
  read: "Continue: write the notes",
  write: "Continue: train on these notes",
  train: "Continue: test again",
  test: "Continue: the reward",
  reward: "Finish",
};
