import { Play, RotateCw, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../../primitives/Button.tsx";
import styles from "./LongRunBar.module.css";
import bar from "./RunBar.module.css";

interface IdleRowProps {
  /** Id of the sentence that says why not. */
  id: string;
  /** What a new run will be about. */
  about: string;
  /** How long it will take. */
  time: ReactNode;
  /** Why nothing can be run now. */
  reason: string | undefined;
  /** Why a new run cannot begin as it is set up. */
  mends: string | undefined;
  /** The run on screen where it can be resumed. */
  unfinished: {
    title: string;
    kept: string;
    /** Why this model cannot go on with it. */
    foreign: string | undefined;
    discard: () => void;
    resume: () => void;
  } | null;
  /** "Start the rounds" */
  startLabel: string;
  onStart: () => void;
}

/** Before a run of many edits: begin one, or go on with the one that was interrupted. */
export function IdleRow({ id, about, time, reason, mends, unfinished, startLabel, onStart }: IdleRowProps) {
  const said = reason ?? (unfinished ? (unfinished.foreign ?? mends) : mends);
  const describedBy = said === undefined ? undefined : id;
  return (
    <div className={bar.row}>
      {unfinished ? (
        <div>
          <p className={styles.work}>{unfinished.title}</p>
          <p className={styles.count}>{unfinished.kept}</p>
        </div>
      ) : (
        <p className={styles.count}>
          {about} {said === undefined && time}
        </p>
      )}
      <div className={bar.actions}>
        {said !== undefined && (
          <p id={id} className={bar.reason}>
            {said}
          </p>
        )}
        {unfinished && (
          <>
            <Button look="plain" icon={<Trash2 aria-hidden />} onClick={unfinished.discard}>
              Discard
            </Button>
            <Button
              look="primary"
              icon={<RotateCw aria-hidden />}
              disabled={reason !== undefined || unfinished.foreign !== undefined}
              aria-describedby={describedBy}
              onClick={unfinished.resume}
            >
              Resume
            </Button>
          </>
        )}
        <Button
          look={unfinished ? "plain" : "primary"}
          icon={<Play aria-hidden fill="currentColor" />}
          disabled={reason !== undefined || mends !== undefined}
          aria-describedby={describedBy}
          onClick={onStart}
        >
          {unfinished ? "Start anew" : startLabel}
        </Button>
      </div>
    </div>
  );
}
