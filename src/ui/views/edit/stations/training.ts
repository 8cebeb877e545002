import { type EditRun, rowsOf } from "../../../../runs/edit/state.ts";
import type { Training } from "../../../../tasks/page/taskPage.ts";
import type { ChartSeries } from "../../../primitives/charts/chartSeries.ts";

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
