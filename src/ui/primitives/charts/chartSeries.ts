import type { LossPoint } from "../../../runs/edit/state.ts";

/** One line of a chart. */
export interface ChartSeries {
  id: string;
  label: string;
  /** The one that matters is drawn in the accent colour. */
  emphasis: boolean;
  points: readonly LossPoint[];
}
