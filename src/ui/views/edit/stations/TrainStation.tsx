import { lazy } from "react";
import type { Training } from "../../../../tasks/page/taskPage.ts";
import { ChartOrTable } from "../../../primitives/charts/ChartOrTable.tsx";
import { formatLoss, plural } from "../../../primitives/format.ts";
import { useShownRun, useTask } from "../TaskContext.tsx";
import { Station } from "./Station.tsx";
import { Figure, ParametersFigure, StepsFigure, TimeFigure } from "./TrainingFigures.tsx";
import styles from "./TrainStation.module.css";
import { currentTraining, lossSeries, trainingsOf } from "./training.ts";

const LossFigure = lazy(() => import("../../../primitives/charts/LossFigure.tsx"));

/** The adapters as they are trained, on one chart: the self-edit against what it is compared with. */
export function TrainStation() {
  const { page } = useTask();
  const { text } = page;
  const run = useShownRun();
  const trainings = trainingsOf(run);
  const current = currentTraining(run, trainings);
  const trained = trainings.filter(({ state }) => state.steps > 0);
  const steps = Math.max(0, ...trained.map(({ state }) => state.steps));
  const series = trained.map((training) => lossSeries(training, text.row(training.row).label));
  return (
    <Station station="train" summary={summarise(trainings)}>
      {run && current && (
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
      )}
    </Station>
  );
}

function summarise(trainings: readonly Training[]): string | undefined {
  const edit = trainings.find((one) => one.row === "self-edit")?.state;
  if (!edit?.finished || edit.steps === 0) return undefined;
  return `${plural(edit.steps, "step")}, loss ${formatLoss(edit.finished.finalLoss)}`;
}

function noteOf(trained: readonly Training[]): string {
  const counts = new Set(trained.map(({ state }) => state.steps));
  return counts.size === 1
    ? `Each training gets the same number of optimiser steps: ${[...counts][0]}.`
    : `${plural(trained.length, "adapter")}, each from the same start.`;
}
