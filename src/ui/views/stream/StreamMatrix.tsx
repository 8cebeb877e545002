import type { StreamCell, StreamRun } from "../../../runs/stream/state.ts";
import { formatPercent } from "../../primitives/format.ts";
import page from "../../primitives/Section.module.css";
import { ScrollTable } from "../../primitives/tables/ScrollTable.tsx";
import styles from "./StreamMatrix.module.css";

/** Step × passage: the right answers about every passage so far, after each step. Fills in as it is measured. */
export function StreamMatrix({ run }: { run: StreamRun }) {
  const passages = run.contexts.map((_, passage) => passage);
  return (
    <section className={page.section} aria-labelledby="heading-stream-matrix">
      <h2 id="heading-stream-matrix">What it still knows</h2>
      <p className={page.meaning}>
        Read down a column: a passage is unknown, is learned in its own row (framed), and may fade as later
        ones are learned.
      </p>
      <ScrollTable caption="Right answers about each passage after each step, closed book">
        <thead>
          <tr>
            <th scope="col">After</th>
            {passages.map((passage) => (
              <th key={passage} scope="col" className={styles.head}>
                <span className="visually-hidden">Passage </span>
                {passage + 1}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">nothing</th>
            {passages.map((passage) => (
              <Cell key={passage} cell={run.untouched[passage]} />
            ))}
          </tr>
          {passages.map((step) => (
            <tr key={step}>
              <th scope="row">
                <span className={styles.word}>passage </span>
                {step + 1}
              </th>
              {passages.map((passage) => (
                <Cell
                  key={passage}
                  cell={run.steps[step]?.cells[passage]}
                  isOwn={passage === step}
                  isAhead={passage > step}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </section>
  );
}

interface CellProps {
  cell: StreamCell | undefined;
  /** The passage that the step learned. */
  isOwn?: boolean;
  /** Not learned yet, so never asked. */
  isAhead?: boolean;
}

function Cell({ cell, isOwn = false, isAhead = false }: CellProps) {
  if (!cell) return <td className={styles.empty}>{isAhead ? "" : <span className={styles.wait}>·</span>}</td>;
  const share = cell.correct / cell.total;
  return (
    <td
      className={styles.cell}
      data-own={isOwn}
      // The tint says nothing alone: the numbers are always there, on a ground they can be read on.
      style={{ background: `color-mix(in oklab, var(--right) ${Math.round(25 * share)}%, transparent)` }}
    >
      <span className={styles.count}>
        {cell.correct}/{cell.total}
      </span>{" "}
      <span className={styles.percent}>{formatPercent(share)}</span>
    </td>
  );
}
