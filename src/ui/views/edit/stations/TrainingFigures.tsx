import type { ReactNode } from "react";
import type { TrainingState } from "../../../../runs/edit/state.ts";
import { formatCount, formatSeconds } from "../../../primitives/format.ts";
import styles from "./Trainings.module.css";

export function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.figure}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Where a training is. */
export function StepsFigure({ name, state }: { name: string; state: TrainingState }) {
  return (
    <Figure label={`steps, ${name.toLowerCase()}`}>
      {state.step}
      <small> of {state.steps}</small>
    </Figure>
  );
}

/** What it took, or how long it still takes. */
export function TimeFigure({ state: { finished, secondsLeft } }: { state: TrainingState }) {
  if (finished) return <Figure label="training time">{formatSeconds(finished.seconds)}</Figure>;
  return <Figure label="left">{secondsLeft === null ? "…" : formatSeconds(secondsLeft)}</Figure>;
}

export function ParametersFigure({ state }: { state: TrainingState }) {
  return <Figure label="adapter parameters">{formatCount(state.adapterParameters)}</Figure>;
}
