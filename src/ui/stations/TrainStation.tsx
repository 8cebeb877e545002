import { lazy, useState } from "react";
import { usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { shownRun } from "../../app/playgroundState.ts";
import { type Row, rowsOf } from "../../app/rows.ts";
import type { RunState, TrainingState } from "../../app/runState.ts";
import type { ChartSeries } from "../charts/chartSeries.ts";
import { rowLabel } from "../conditionText.ts";
import { formatCount, formatLoss, formatSeconds } from "../format.ts";
import { Part } from "../primitives/Part.tsx";
import { TableToggle } from "../primitives/TableToggle.tsx";
import { LossTable } from "./LossTable.tsx";
import { Station } from "./Station.tsx";
import styles from "./TrainStation.module.css";

const LossChart = lazy(() => import("../charts/LossChart.tsx"));

interface Training {
  row: Row;
  state: TrainingState;
}

/** The adapters as they are trained, on one chart: the notes against the passage alone. */
export function TrainStation() {
  const run = usePlaygroundState(shownRun);
  const [asTable, setAsTable] = useState(false);
  const trainings = trainingsOf(run);
  const current = currentTraining(run, trainings);
  const steps = Math.max(0, ...trainings.map(({ state }) => state.steps));
  const series = trainings.map(toSeries);
  return (
    <Station station="train" summary={current && summarise(trainings, steps)}>
      {current && (
        <div className={styles.training}>
          {/* The worker's figures change many times a second; the announcer speaks of stations only. */}
          <dl className={styles.figures}>
            <Figure label={`steps, ${rowLabel(current.row).toLowerCase()}`}>
              {current.state.step}
              <small> of {current.state.steps}</small>
            </Figure>
            <Figure label={current.state.finished ? "training time" : "left"}>{timeOf(current.state)}</Figure>
            <Figure label="tokens a second">{Math.round(current.state.tokensPerSecond) || "…"}</Figure>
            <Figure label="adapter parameters">{formatCount(current.state.adapterParameters)}</Figure>
          </dl>
          {asTable ? (
            <LossTable series={series} />
          ) : (
            <Part fallback={<div className={styles.placeholder} />}>
              <LossChart series={series} steps={steps} />
            </Part>
          )}
          <div className={styles.foot}>
            <p>{steps > 0 && `Each training gets the same number of optimiser steps: ${steps}.`}</p>
            <TableToggle of="loss" asTable={asTable} onChange={setAsTable} />
          </div>
        </div>
      )}
    </Station>
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

function trainingsOf(run: RunState | null): Training[] {
  if (!run) return [];
  return rowsOf(run).flatMap((row) => {
    const state = run.trainings[row];
    return state ? [{ row, state }] : [];
  });
}

/** The one going on, or else the self-edit's, which is what the page is about. */
function currentTraining(run: RunState | null, trainings: readonly Training[]): Training | undefined {
  const { activity } = run ?? {};
  const active =
    activity?.kind === "training" ? trainings.find((one) => one.row === activity.row) : undefined;
  return active ?? trainings.find((one) => one.row === "self-edit") ?? trainings.at(-1);
}

function toSeries({ row, state }: Training): ChartSeries {
  return {
    id: row,
    label: rowLabel(row),
    emphasis: row === "self-edit",
    points: state.points,
  };
}

function timeOf(state: TrainingState): string {
  if (state.finished) return formatSeconds(state.finished.seconds);
  return state.secondsLeft === null ? "…" : formatSeconds(state.secondsLeft);
}

function summarise(trainings: readonly Training[], steps: number): string | undefined {
  const edit = trainings.find((one) => one.row === "self-edit")?.state;
  return edit?.finished && `${steps} steps, loss ${formatLoss(edit.finished.finalLoss)}`;
}
