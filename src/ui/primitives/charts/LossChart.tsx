import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { type ChartSeries, drawnPoints, type SeriesPoint } from "./chartSeries.ts";
import styles from "./LossChart.module.css";
import { useWidth } from "./useWidth.ts";

interface LossChartProps {
  series: readonly ChartSeries[];
  /** Steps of the whole training, so that the axis does not move while it runs. */
  steps: number;
}

const HEIGHT = 220;
/** More than the widest screen has columns. */
const MOST_POINTS = 4000;
/**
 * Of the lines that are no one's own colour, in turn: dashes, dots, long dashes, dashes and dots, a dash and two dots. Round
 * ends add the width of the line to each.
 */
const DASHES = ["5 5", "0.1 5", "13 6", "9 5 0.1 5", "9 5 0.1 5 0.1 5"];
/** Width of a line in the legend: wide enough for each pattern to be told. */
const SAMPLE = 40;
const MARGIN = { top: 26, right: 114, bottom: 34, left: 38 };

/** Loss over optimiser steps, one line for each training. The numbers are in the table beside it. */
export function LossChart({ series, steps }: LossChartProps) {
  const [frame, width] = useWidth(560);
  const right = width < 420 ? 12 : MARGIN.right;
  const others = series.filter(({ emphasis }) => !emphasis);
  const finite = series.map((one) => ({
    ...one,
    dash: one.emphasis ? undefined : DASHES[others.indexOf(one) % DASHES.length],
    points: drawnPoints(
      one.points.filter((point) => Number.isFinite(point.loss)),
      MOST_POINTS,
    ),
  }));
  const highest = Math.max(0.1, ...finite.flatMap((one) => one.points.map((point) => point.loss)));

  const x = scaleLinear([1, Math.max(2, steps)], [MARGIN.left, width - right]);
  const y = scaleLinear([0, highest], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice(4);
  const path = line<SeriesPoint>()
    .x((point) => x(point.step))
    .y((point) => y(point.loss));
  const labels = spread(
    finite.flatMap((one) => {
      const last = one.points.at(-1);
      return last ? [{ id: one.id, at: y(last.loss) }] : [];
    }),
  );

  return (
    <figure ref={frame} className={styles.chart}>
      <svg width={width} height={HEIGHT} role="img" aria-label={inWords(finite)}>
        <g className={styles.axis}>
          {y.ticks(4).map((tick) => (
            <g key={tick} transform={`translate(0 ${y(tick)})`}>
              <line x1={MARGIN.left} x2={width - right} />
              <text x={MARGIN.left - 8} dy="0.32em" textAnchor="end">
                {tick}
              </text>
            </g>
          ))}
          {x
            .ticks(Math.min(6, steps))
            .filter(Number.isInteger)
            .map((tick) => (
              <text key={tick} x={x(tick)} y={HEIGHT - MARGIN.bottom + 18} textAnchor="middle">
                {tick}
              </text>
            ))}
          <text x={width - right} y={HEIGHT - 2} textAnchor="end">
            step
          </text>
          <text x={0} y={MARGIN.top - 14}>
            loss
          </text>
        </g>
        {finite.map((one) => {
          const last = one.points.at(-1);
          if (!last) return null;
          return (
            <g key={one.id} className={one.emphasis ? styles.emphasis : styles.other}>
              <path d={path(one.points) ?? ""} strokeDasharray={one.dash} />
              <circle cx={x(last.step)} cy={y(last.loss)} r="3.5" />
              {right > 50 && (
                <text x={x(last.step) + 10} y={labels.get(one.id)} dy="0.32em">
                  {one.label}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      {right <= 50 && (
        <figcaption className={styles.legend}>
          {finite.map((one) => (
            <span key={one.id} data-emphasis={one.emphasis}>
              <svg
                className={one.emphasis ? styles.emphasis : styles.other}
                width={SAMPLE}
                height="8"
                aria-hidden
              >
                <path d={`M2 4H${SAMPLE - 2}`} strokeDasharray={one.dash} />
              </svg>
              {one.label}
            </span>
          ))}
        </figcaption>
      )}
    </figure>
  );
}

const LABEL_HEIGHT = 16;

/** Moves labels that would lie over each other apart: downwards, and all of them up again at the axis. */
function spread(labels: readonly { id: string; at: number }[]): Map<string, number> {
  const sorted = [...labels].sort((a, b) => a.at - b.at);
  let free = Number.NEGATIVE_INFINITY;
  const placed = sorted.map(({ id, at }) => {
    const place = Math.max(at, free);
    free = place + LABEL_HEIGHT;
    return { id, place };
  });
  const overflow = Math.max(0, free - LABEL_HEIGHT - (HEIGHT - MARGIN.bottom));
  return new Map(placed.map(({ id, place }) => [id, place - overflow]));
}

function inWords(series: readonly ChartSeries[]): string {
  const parts = series.flatMap(({ label, points }) => {
    const first = points[0];
    const last = points.at(-1);
    if (!first || !last) return [];
    return [`${label}: from ${first.loss.toFixed(2)} to ${last.loss.toFixed(2)} at step ${last.step}`];
  });
  return `Loss by optimiser step. ${parts.join(". ")}`;
}
