import { scaleLinear } from "d3-scale";
import { formatPercent } from "../format.ts";
import styles from "./IntervalChart.module.css";
import type { IntervalRow } from "./intervalRow.ts";
import { useWidth } from "./useWidth.ts";

const ROW = 40;
const AXIS = 26;
/** About the width of a digit of the counts. */
const DIGIT = 8.3;

interface IntervalChartProps {
  /** What is shown, e.g. "Accuracy of each condition". */
  name: string;
  rows: readonly IntervalRow[];
}

/** Accuracies as dots on their 95 % intervals, with the counts. */
export default function IntervalChart({ name, rows }: IntervalChartProps) {
  const [frame, width] = useWidth(560);
  const narrow = width < 460;
  const left = narrow ? 10 : 158;
  const right = DIGIT * Math.max(7, ...rows.map(({ correct, total }) => `${correct}/${total}`.length));
  const row = narrow ? ROW + 14 : ROW;
  const height = rows.length * row + AXIS;
  const x = scaleLinear([0, 1], [left + 6, width - right - 6]);
  return (
    <figure ref={frame} className={styles.chart}>
      <svg width={width} height={height} role="img" aria-label={inWords(name, rows)}>
        <g className={styles.grid}>
          {[0, 0.25, 0.5, 0.75, 1].map((tick) => (
            <g key={tick} transform={`translate(${x(tick)} 0)`}>
              <line y1={narrow ? 22 : 6} y2={height - AXIS} />
              <text y={height - 8} textAnchor="middle">
                {formatPercent(tick)}
              </text>
            </g>
          ))}
        </g>
        {rows.map((result, index) => {
          const middle = index * row + (narrow ? row - 16 : row / 2);
          const share = result.total > 0 ? result.correct / result.total : 0;
          const [low, high] = result.interval;
          return (
            <g key={result.label} className={result.emphasis ? styles.emphasis : styles.other}>
              <title>{result.help}</title>
              <text x={0} y={narrow ? middle - 20 : middle} dy="0.34em">
                {result.label}
              </text>
              <line className={styles.interval} x1={x(low)} x2={x(high)} y1={middle} y2={middle} />
              <circle cx={x(share)} cy={middle} r="6.5" />
              <text className={styles.count} x={width} y={middle} dy="0.34em" textAnchor="end">
                {result.correct}/{result.total}
              </text>
            </g>
          );
        })}
      </svg>
    </figure>
  );
}

function inWords(name: string, rows: readonly IntervalRow[]): string {
  const parts = rows.map(({ label, correct, total, interval }) => {
    const [low, high] = interval.map(formatPercent);
    return `${label}: ${correct} of ${total}, interval ${low} to ${high}`;
  });
  return `${name}. ${parts.join(". ")}`;
}
