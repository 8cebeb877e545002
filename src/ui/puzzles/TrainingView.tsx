import { lazy, useState } from "react";
import { materialOf } from "../../app/puzzles/puzzleReading.ts";
import { type Row, rowsOf } from "../../app/rows.ts";
import type { RunState, TrainingState } from "../../app/runState.ts";
import type { ChartSeries } from "../charts/chartSeries.ts";
import { formatCount, formatSeconds, plural } from "../format.ts";
import { Part } from "../primitives/Part.tsx";
import { TableToggle } from "../primitives/TableToggle.tsx";
import { LossTable } from "../stations/LossTable.tsx";
import styles from "../stations/TrainStation.module.css";
import { puzzleRowLabel } from "./puzzleText.ts";
import { TrainedExamples } from "./TrainedExamples.tsx";

const LossChart = lazy(() => import("../charts/LossChart.tsx"));

interface Training {
  row: Row;
  state: TrainingState;
}

/** The adapters as they are trained, and what each is trained on. */
export function TrainingView({ run }: { run: RunState }) {
  const [asTable, setAsTable] = useState(false);
  const trainings = trainingsOf(run);
  const { activity } = run;
  const active = activity?.kind === "training" ? activity.row : "self-edit";
  const current = trainings.find(({ row }) => row === active) ?? trainings.at(-1);
  const trained = trainings.filter(({ state }) => state.steps > 0);
  if (!current) return null;
  const { state } = current;
  const series = trained.map(seriesOf);
  return (
    <div className={styles.training}>
      <dl className={styles.figures}>
        <Figure label={`steps, ${puzzleRowLabel(current.row).toLowerCase()}`}>
          {state.step}
          <small> of {state.steps}</small>
        </Figure>
        <Figure label="examples">{state.examples}</Figure>
        <Figure label={state.finished ? "training time" : "left"}>{timeOf(state)}</Figure>
        <Figure label="adapter parameters">{formatCount(state.adapterParameters)}</Figure>
      </dl>
      {trainings.some(({ state: { steps } }) => steps === 0) && (
        <p>
          Nothing is trained by{" "}
          {trainings
            .filter(({ state: { steps } }) => steps === 0)
            .map(({ row }) => `“${puzzleRowLabel(row)}”`)
            .join(" and ")}
          : the edit cannot be run. Why is said under Read.
        </p>
      )}
      {series.length > 0 && (
        <>
          {asTable ? (
            <LossTable series={series} />
          ) : (
            <Part fallback={<div className={styles.placeholder} />}>
              <LossChart series={series} steps={Math.max(...trained.map((one) => one.state.steps))} />
            </Part>
          )}
          <div className={styles.foot}>
            <p>{plural(trained.length, "adapter")}, each from the same start.</p>
            <TableToggle of="loss" asTable={asTable} onChange={setAsTable} />
          </div>
        </>
      )}
      <TrainedExamples
        trainings={trained.flatMap(({ row, state: one }) => {
          const material = materialOf(one);
          return material ? [{ row, material }] : [];
        })}
      />
    </div>
  );
}

function Figure({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className={styles.figure}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function trainingsOf(run: RunState): Training[] {
  return rowsOf(run).flatMap((row) => {
    const state = run.trainings[row];
    return state ? [{ row, state }] : [];
  });
}

function seriesOf({ row, state }: Training): ChartSeries {
  return { id: row, label: puzzleRowLabel(row), emphasis: row === "self-edit", points: state.points };
}

function timeOf(state: TrainingState): string {
  if (state.finished) return formatSeconds(state.finished.seconds);
  return state.secondsLeft === null ? "…" : formatSeconds(state.secondsLeft);
}
