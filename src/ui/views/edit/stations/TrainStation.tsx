import { lazy } from "react";
import { usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { shownPassageRun } from "../../../../app/playgroundState.ts";
import { ChartOrTable } from "../../../primitives/charts/ChartOrTable.tsx";
import { formatLoss } from "../../../primitives/format.ts";
import { rowLabel } from "../conditionText.ts";
import { Station } from "./Station.tsx";
import { Figure, ParametersFigure, StepsFigure, TimeFigure } from "./TrainingFigures.tsx";
import styles from "./TrainStation.module.css";
import { currentTraining, lossSeries, type Training, trainingsOf } from "./training.ts";

const LossFigure = lazy(() => import("../../../primitives/charts/LossFigure.tsx"));

/** The adapters as they are trained, on one chart: the notes against the passage alone. */
export function TrainStation() {
  const run = usePlaygroundState(shownPassageRun);
  const trainings = trainingsOf(run);
  const current = currentTraining(run, trainings);
  const steps = Math.max(0, ...trainings.map(({ state }) => state.steps));
  const series = trainings.map((training) => lossSeries(training, rowLabel(training.row)));
  return (
    <Station station="train" summary={current && summarise(trainings, steps)}>
      {current && (
        <div className={styles.training}>
          {/* The worker's figures change many times a second; the announcer speaks of stations only. */}
          <dl className={styles.figures}>
            <StepsFigure name={rowLabel(current.row)} state={current.state} />
            <TimeFigure state={current.state} />
            <Figure label="tokens a second">{Math.round(current.state.tokensPerSecond) || "…"}</Figure>
            <ParametersFigure state={current.state} />
          </dl>
          <ChartOrTable
            of="loss"
            note={steps > 0 && `Each training gets the same number of optimiser steps: ${steps}.`}
            look={styles}
          >
            {(asTable) => <LossFigure series={series} steps={steps} asTable={asTable} />}
          </ChartOrTable>
        </div>
      )}
    </Station>
  );
}

function summarise(trainings: readonly Training[], steps: number): string | undefined {
  const edit = trainings.find((one) => one.row === "self-edit")?.state;
  return edit?.finished && `${steps} steps, loss ${formatLoss(edit.finished.finalLoss)}`;
}
