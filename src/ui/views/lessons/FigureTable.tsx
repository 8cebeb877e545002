import type { LessonFigure } from "../../../lessons/lesson.ts";
import { formatPercent } from "../../primitives/format.ts";
import { NumberHead } from "../../primitives/tables/NumberHead.tsx";
import table from "../../primitives/tables/table.module.css";
import styles from "./FigureTable.module.css";

/** Measured shares with their intervals: numbers, and a bar beside each. */
export function FigureTable({ figure }: { figure: LessonFigure }) {
  const { caption, source, rows } = figure;
  const hasIntervals = rows.some(({ interval }) => interval);
  return (
    <table className={`${table.table} ${styles.figure}`}>
      <caption>
        {caption} ({source})
      </caption>
      <thead>
        <tr>
          <th scope="col">Condition</th>
          <NumberHead>Share</NumberHead>
          {hasIntervals && <NumberHead>95 %</NumberHead>}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, share, interval, count }) => (
          <tr key={label}>
            <th scope="row">
              {label}
              {count && <span className={styles.count}> {count}</span>}
              {/* The number says the same. */}
              <span className={styles.track} aria-hidden>
                <span style={{ width: `${share * 100}%` }} />
                {interval && (
                  <i style={{ left: `${interval[0] * 100}%`, right: `${(1 - interval[1]) * 100}%` }} />
                )}
              </span>
            </th>
            <td className={table.number}>{percent(share)}</td>
            {hasIntervals && (
              <td className={table.number}>
                {interval && `${Math.round(interval[0] * 100)}–${formatPercent(interval[1])}`}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** To a tenth: 33.5 % and 32.7 % are two figures. */
function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
