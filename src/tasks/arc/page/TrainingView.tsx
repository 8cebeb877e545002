import { lazy } from "react";
import type { EditRun } from "../../../runs/edit/state.ts";
import { ChartOrTable } from "../../../ui/primitives/charts/ChartOrTable.tsx";
import { plural } from "../../../ui/primitives/format.ts";
import {
  Figure,
  ParametersFigure,
  StepsFigure,
  TimeFigure,
} from "../../../ui/views/edit/stations/TrainingFigures.tsx";
import styles from "../../../ui/views/edit/stations/TrainStation.module.css";
import { currentTraining, lossSeries, trainingsOf } from "../../../ui/views/edit/stations/training.ts";
import { materialOf } from "./puzzleReading.ts";
import { puzzleRowLabel } from "./puzzleText.ts";
import { RehearsedEdits } from "./RehearsedEdits.tsx";
import { TrainedExamples } from "./TrainedExamples.tsx";

const LossFigure = lazy(() => import("../../../ui/primitives/charts/LossFigure.tsx"));

/** The adapters as they are trained, and what each is trained on. */
export function TrainingView({ run }: { run: EditRun }) {
  const trainings = trainingsOf(run);
  const current = currentTraining(run, trainings);
  const trained = trainings.filter(({ state }) => state.steps > 0);
  if (!current) return null;
  const { state } = current;
  const series = trained.map((training) => lossSeries(training, puzzleRowLabel(training.row)));
  return (
    <div className={styles.training}>
      <dl className={styles.figures}>
        <StepsFigure name={puzzleRowLabel(current.row)} state={state} />
        <Figure label="examples">{state.examples}</Figure>
        <TimeFigure state={state} />
        <ParametersFigure state={state} />
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
      {run.rehearsed && <RehearsedEdits {...run.rehearsed} />}
      {series.length > 0 && (
        <ChartOrTable
          of="loss"
          note={`${plural(trained.length, "adapter")}, each from the same start.`}
          look={styles}
        >
          {(asTable) => (
            <LossFigure
              series={series}
              steps={Math.max(...trained.map((one) => one.state.steps))}
              asTable={asTable}
            />
          )}
        </ChartOrTable>
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
