import type { EditRun, TrainingState } from "../../../../runs/edit/state.ts";
import { type Row, rowsOf } from "../../../../runs/edit/state.ts";
import type { ChartSeries } from "../../../primitives/charts/chartSeries.ts";

/** One fine-tuning of a run, by the row that it is for. */
export interface Training {
  row: Row;
  state: TrainingState;
}

export function trainingsOf(run: EditRun | null): Training[] {
  if (!run) return [];
  return rowsOf(run).flatMap((row) => {
    const state = run.trainings[row];
    return state ? [{ row, state }] : [];
  });
}

/** The one going on, or else the self-edit's, which is what the page is about. */
export function currentTraining(run: EditRun | null, trainings: readonly Training[]): Training | undefined {
  const { activity } = run ?? {};
  const active =
    activity?.kind === "training" ? trainings.find((one) => one.row === activity.row) : undefined;
  return active ?? trainings.find((one) => one.row === "self-edit") ?? trainings.at(-1);
}

export function lossSeries({ row, state }: Training, label: string): ChartSeries {
  return { id: row, label, emphasis: row === "self-edit", points: state.points };
}
