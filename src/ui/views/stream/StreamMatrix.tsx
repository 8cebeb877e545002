import type { StreamCell, StreamRun } from "../../../runs/stream/state.ts";
import { capitalised, formatPercent } from "../../primitives/format.ts";
import page from "../../primitives/Section.module.css";
import { ScrollTable } from "../../primitives/tables/ScrollTable.tsx";
import styles from "./StreamMatrix.module.css";
import { useStreamTask } from "./useStreams.ts";

/** Step × context: the right answers about every one so far, after each step. Fills in as it is measured. */
export function StreamMatrix({ run }: { run: StreamRun }) {
  const { one } = useStreamTask().rounds.words;
  const contexts = run.contexts.map((_, index) => index);
  return (
    <section className={page.section} aria-labelledby="heading-stream-matrix" data-panel="matrix">
      <h2 id="heading-stream-matrix">What it still knows</h2>
      <p className={page.meaning}>
        Read down a column: a {one} is unknown, is learned in its own row (framed), and may fade as later ones
        are learned.
      </p>
      <ScrollTable caption={`Right answers about each ${one} after each step, closed book`}>
        <thead>
          <tr>
            <th scope="col">After</th>
            {contexts.map((index) => (
              <th key={index} scope="col" className={styles.head}>
                <span className="visually-hidden">{capitalised(one)} </span>
                {index + 1}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">nothing</th>
            {contexts.map((index) => (
              <Cell key={index} cell={run.untouched[index]} />
            ))}
          </tr>
          {contexts.map((step) => (
            <tr key={step}>
              <th scope="row">
                <span className={styles.word}>{one} </span>
                {step + 1}
              </th>
              {contexts.map((index) => (
                <Cell
                  key={index}
                  cell={run.steps[step]?.cells[index]}
                  isOwn={index === step}
                  isAhead={index > step}
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
  /** The context that the step learned. */
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
