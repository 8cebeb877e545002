/** One step of a training. */
export interface SeriesPoint {
  step: number;
  loss: number;
}

/** One line of a chart. */
export interface ChartSeries {
  id: string;
  label: string;
  /** The one that matters is drawn in the accent colour. */
  emphasis: boolean;
  points: readonly SeriesPoint[];
}
