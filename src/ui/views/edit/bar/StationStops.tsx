import { Check } from "lucide-react";
import { STATIONS, type Station } from "../../../../protocol/run.ts";
import type { EditRun } from "../../../../runs/edit/state.ts";
import type { StationText } from "../../../../tasks/page/taskPage.ts";
import { stationProgress } from "../stationProgress.ts";
import styles from "./StationStops.module.css";

interface StationStopsProps {
  run: EditRun | null;
  texts: Record<Station, StationText>;
  /** Where the first name leads. */
  first: string;
}

/** The way through the five stations, the current one lit. Each name leads to its station. */
export function StationStops({ run, texts, first }: StationStopsProps) {
  return (
    <nav aria-label="Stations">
      <ol className={styles.rail}>
        {STATIONS.map((station, index) => {
          const progress = stationProgress(run, station);
          const own = `#station-${station}`;
          return (
            <li key={station} className={styles.stop} data-progress={progress}>
              <a href={index === 0 ? first : own} aria-current={progress === "current" ? "step" : undefined}>
                <span className={styles.dot} aria-hidden>
                  {progress === "done" ? <Check /> : index + 1}
                </span>
                <span className={styles.long}>{texts[station].name}</span>
                <span className={styles.short}>{texts[station].short}</span>
                {progress === "done" && <span className="visually-hidden"> (done)</span>}
              </a>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
