import { lazy, type ReactNode } from "react";
import type { EditRun, TrainingState } from "../../../../runs/edit/state.ts";
import type { Training } from "../../../../tasks/page/taskPage.ts";
import { ChartOrTable } from "../../../primitives/charts/ChartOrTable.tsx";
import { formatCount, formatSeconds, plural } from "../../../primitives/format.ts";
import { useTask } from "../TaskContext.tsx";
import styles from "./Trainings.module.css";
import { lossSeries } from "./training.ts";

const LossFigure = lazy(() => import("../../../primitives/charts/LossFigure.tsx"));

interface TrainingsProps {
  run: EditRun;
  trainings: readonly Training[];
  /** Whose figures stand above the chart. */
  current: Training;
}

/** The adapters as they are trained, on one chart: the self-edit against what it is compared with. */
export default function Trainings({ run, trainings, current }: TrainingsProps) {
  const { page } = useTask();
  const { text } = page;
  const trained = trainings.filter(({ state }) => state.steps > 0);
  const steps = Math.max(0, ...trained.map(({ state }) => state.steps));
  const series = trained.map((training) => lossSeries(training, text.row(training.row).label));
  return (
    <div className={styles.training}>
      {/* The worker's figures change many times a second; the announcer speaks of stations only. */}
      <dl className={styles.figures}>
        <StepsFigure name={text.row(current.row).label} state={current.state} />
        <Figure label="examples">{current.state.examples}</Figure>
        <TimeFigure state={current.state} />
        <Figure label="tokens a second">{Math.round(current.state.tokensPerSecond) || "…"}</Figure>
        <ParametersFigure state={current.state} />
      </dl>
      {series.length > 0 && (
        <ChartOrTable of="loss" note={noteOf(trained)} look={styles}>
          {(asTable) => <LossFigure series={series} steps={steps} asTable={asTable} />}
        </ChartOrTable>
      )}
      {page.TrainingView && <page.TrainingView run={run} trainings={trainings} />}
    </div>
  );
}

function noteOf(trained: readonly Training[]): string {
  const counts = new Set(trained.map(({ state }) => state.steps));
  return counts.size === 1
    ? `Each training gets the same number of optimiser steps: ${[...counts][0]}.`
    : `${plural(trained.length, "adapter")}, each from the same start.`;
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.figure}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Where a training is. */
function StepsFigure({ name, state }: { name: string; state: TrainingState }) {
  return (
    <Figure label={`steps, ${name.toLowerCase()}`}>
      {state.step}
      <small> of {state.steps}</small>
    </Figure>
  );
}

/** What it took, or how long it still takes. */
function TimeFigure({ state: { finished, secondsLeft } }: { state: TrainingState }) {
  if (finished) return <Figure label="training time">{formatSeconds(finished.seconds)}</Figure>;
  return <Figure label="left">{secondsLeft === null ? "…" : formatSeconds(secondsLeft)}</Figure>;
}

function ParametersFigure({ state }: { state: TrainingState }) {
  return <Figure label="adapter parameters">{formatCount(state.adapterParameters)}</Figure>;
}
