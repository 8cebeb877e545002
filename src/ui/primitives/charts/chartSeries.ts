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

/**
 * As many points as a screen can show, at most: of each stretch of steps the first, the lowest, the highest and the last, so
 * that a line through them looks as one through all.
 *
 * @param most four or more
 */
export function drawnPoints(points: readonly SeriesPoint[], most: number): readonly SeriesPoint[] {
  if (points.length <= most) return points;
  const stretch = Math.ceil(points.length / Math.floor(most / 4));
  const drawn: SeriesPoint[] = [];
  for (let start = 0; start < points.length; start += stretch) {
    const end = Math.min(start + stretch, points.length) - 1;
    let [lowest, highest] = [start, start];
    for (let at = start; at <= end; at++) {
      if (points[at]!.loss < points[lowest]!.loss) lowest = at;
      if (points[at]!.loss > points[highest]!.loss) highest = at;
    }
    const places = new Set([start, Math.min(lowest, highest), Math.max(lowest, highest), end]);
    for (const place of places) drawn.push(points[place]!);
  }
  return drawn;
}
