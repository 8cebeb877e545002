import { Check } from "lucide-react";
import { usePlaygroundState } from "../app/PlaygroundContext.tsx";
import { shownRun } from "../app/playgroundState.ts";
import { STATIONS } from "../protocol/run.ts";
import styles from "./StationRail.module.css";
import { stationProgress } from "./stationProgress.ts";
import { STATION_TEXTS } from "./stations/stationText.ts";

/** The way through the five stations, the current one lit. Each name leads to its station. */
export function StationRail() {
  const run = usePlaygroundState(shownRun);
  return (
    <nav aria-label="Stations">
      <ol className={styles.rail}>
        {STATIONS.map((station, index) => {
          const progress = stationProgress(run, station);
          const current = progress === "current";
          return (
            <li key={station} className={styles.stop} data-progress={progress}>
              <a
                href={station === "read" ? "#workspace" : `#station-${station}`}
                aria-current={current ? "step" : undefined}
              >
                <span className={styles.dot} aria-hidden>
                  {progress === "done" ? <Check /> : index + 1}
                </span>
                <span className={styles.long}>{STATION_TEXTS[station].name}</span>
                <span className={styles.short}>{STATION_TEXTS[station].short}</span>
                {progress === "done" && <span className="visually-hidden"> (done)</span>}
              </a>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
