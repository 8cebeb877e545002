import { Pause, Play, Square } from "lucide-react";
import { Button } from "../../primitives/Button.tsx";
import { capitalised, formatSeconds } from "../../primitives/format.ts";
import styles from "./LongRunBar.module.css";
import { ProgressTrack } from "./ProgressTrack.tsx";
import bar from "./RunBar.module.css";
import line from "./RunStatusLine.module.css";

interface BusyRowProps {
  /** Null until the engine has begun. */
  progress: { done: number; total: number; secondsLeft: number | null } | null;
  isPaused: boolean;
  /** What is being done, e.g. "Round 2: …". */
  work: string;
  /** What is counted, e.g. "edits tried". */
  counted: string;
  /** What was asked for and has not happened yet. */
  asked: "start" | "pause" | "cancel" | null;
  /** Said while the piece of work under way comes to its end. */
  pausing: string;
  actions: { pause: () => void; continue: () => void; cancel: () => void };
}

/** A run of many edits while it goes on: how far it is, and how to halt it. */
export function BusyRow({ progress, isPaused, work, counted, asked, pausing, actions }: BusyRowProps) {
  const left =
    progress?.secondsLeft == null || isPaused ? "" : ` · about ${formatSeconds(progress.secondsLeft)} left`;
  return (
    <>
      <div className={bar.row}>
        <div>
          <p className={styles.work}>{progress ? `${isPaused ? "Paused. " : ""}${work}` : "Starting…"}</p>
          <p className={styles.count}>
            {progress ? `${progress.done} of ${progress.total} ${counted}${left}` : ""}
          </p>
        </div>
        <div className={bar.actions}>
          <Button
            look="plain"
            icon={<Square aria-hidden />}
            disabled={asked === "cancel"}
            onClick={actions.cancel}
          >
            {asked === "cancel" ? "Cancelling…" : "Cancel"}
          </Button>
          {isPaused ? (
            <Button look="primary" icon={<Play aria-hidden fill="currentColor" />} onClick={actions.continue}>
              Continue
            </Button>
          ) : (
            <Button
              look="plain"
              icon={<Pause aria-hidden />}
              disabled={asked !== null || !progress}
              onClick={actions.pause}
            >
              {asked === "pause" ? pausing : "Pause"}
            </Button>
          )}
        </div>
      </div>
      <div className={line.line}>
        <ProgressTrack label={capitalised(counted)} share={progress && progress.done / progress.total} />
      </div>
    </>
  );
}
