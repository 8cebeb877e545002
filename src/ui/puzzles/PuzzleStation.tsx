import { ArrowRight, Check } from "lucide-react";
import type { ReactNode } from "react";
import { runOf } from "../../app/puzzles/puzzleState.ts";
import { usePuzzleState, usePuzzles } from "../../app/puzzles/usePuzzles.ts";
import { STATIONS, type Station } from "../../protocol/run.ts";
import { Button } from "../primitives/Button.tsx";
import { stationProgress } from "../stationProgress.ts";
import { RunEnd } from "../stations/RunEnd.tsx";
import styles from "../stations/Station.module.css";
import { PUZZLE_STATIONS } from "./puzzleText.ts";

interface PuzzleStationProps {
  station: Station;
  /** The one figure to remember. */
  summary?: string | undefined;
  children?: ReactNode;
}

/** The frame of a station: number, name, the figure to remember, and in step-by-step mode the reason why. */
export function PuzzleStation({ station, summary, children }: PuzzleStationProps) {
  const run = usePuzzleState(runOf);
  const puzzles = usePuzzles();
  const progress = stationProgress(run, station);
  const isWaiting = run?.status === "paused" && run.station === station;
  const text = PUZZLE_STATIONS[station];
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
        {isWaiting && (
          <div className={styles.why}>
            <p>{text.why}</p>
            <Button look="primary" icon={<ArrowRight aria-hidden />} onClick={puzzles.continue}>
              {text.next}
            </Button>
          </div>
        )}
        {progress === "ahead" || !run ? <p className={styles.ahead}>{text.ahead}</p> : children}
      </div>
    </section>
  );
}
