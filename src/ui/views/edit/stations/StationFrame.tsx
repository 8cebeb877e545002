import { ArrowRight, Check } from "lucide-react";
import type { ReactNode } from "react";
import { STATIONS, type Station } from "../../../../protocol/run.ts";
import type { EditRun } from "../../../../runs/edit/state.ts";
import type { StationText } from "../../../../tasks/page/taskPage.ts";
import { Button } from "../../../primitives/Button.tsx";
import { RunEnd } from "../../../runs/RunEnd.tsx";
import { stationProgress } from "../stationProgress.ts";
import styles from "./Station.module.css";

export interface StationFrameProps {
  station: Station;
  text: StationText;
  run: EditRun | null;
  /** Absent unless the run waits at this station to be told to go on. */
  onContinue: (() => void) | undefined;
  /** The one figure to remember, e.g. "8 of 10 kept". */
  summary?: string | undefined;
  /** What is here once the run has come so far; absent: nothing yet. */
  children?: ReactNode;
}

/** The frame of a station: number, name, the figure to remember, and in step-by-step mode the reason why. */
export function StationFrame({ station, text, run, onContinue, summary, children }: StationFrameProps) {
  const progress = stationProgress(run, station);
  const heading = `heading-${station}`;
  return (
    <section
      id={`station-${station}`}
      className={styles.station}
      data-progress={progress}
      // The first one's is the box that it scrolls in.
      data-panel={station === "read" ? undefined : station}
      aria-labelledby={heading}
    >
      <div className={styles.head}>
        <span className={styles.dot} aria-hidden>
          {progress === "done" ? <Check /> : STATIONS.indexOf(station) + 1}
        </span>
        <h2 id={heading} className={styles.name}>
          {text.name}
        </h2>
        {summary !== undefined && (
          <p className={styles.summary} data-answers={station === "read" || undefined}>
            {summary}
          </p>
        )}
      </div>
      <div className={styles.body}>
        {run && progress === "current" && (
          <RunEnd run={run} cancelled="Cancelled here. What was done until then is kept." />
        )}
        {onContinue && (
          <div className={styles.why}>
            <p>{text.why}</p>
            <Button look="primary" icon={<ArrowRight aria-hidden />} onClick={onContinue}>
              {text.next}
            </Button>
          </div>
        )}
        {progress === "ahead" || children === undefined ? (
          <p className={styles.ahead}>{text.ahead}</p>
        ) : (
          children
        )}
      </div>
    </section>
  );
}
