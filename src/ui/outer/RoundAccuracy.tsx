import { lazy, useState } from "react";
import { rewardChoice } from "../../app/outerDraft.ts";
import type { OuterState } from "../../app/outerState.ts";
import type { IntervalRow } from "../charts/intervalRow.ts";
import { formatPercent } from "../format.ts";
import { Part } from "../primitives/Part.tsx";
import { ScrollTable } from "../primitives/ScrollTable.tsx";
import { TableToggle } from "../primitives/TableToggle.tsx";
import table from "../primitives/table.module.css";
import styles from "./OuterPage.module.css";
import { REWARD_NAMES, roundName } from "./outerText.ts";

const IntervalChart = lazy(() => import("../charts/IntervalChart.tsx"));

const NAME = "Held-out accuracy by round";

/** What the writer of each round is worth on passages that it was never trained on. */
export function RoundAccuracy({ run }: { run: OuterState }) {
  const [asTable, setAsTable] = useState(false);
  const rows = run.rounds.flatMap(({ round, score }): IntervalRow[] =>
    score ? [{ ...score.tally, label: roundName(round), help: helpOf(round), emphasis: round > 0 }] : [],
  );
  return (
    <section className={styles.section} aria-labelledby="heading-rounds">
      <h2 id="heading-rounds">Held-out accuracy</h2>
      {rows.length === 0 ? (
        <p className={styles.ahead}>The untrained writer is measured first.</p>
      ) : (
        <>
          {asTable ? (
            <AccuracyTable rows={rows} />
          ) : (
            <Part fallback={<div className={styles.placeholder} />}>
              <IntervalChart name={NAME} rows={rows} />
            </Part>
          )}
          <div className={styles.foot}>
            <p>
              Right answers after the writer’s edits for held-out passages, with 95 % intervals over passages.
              Reward: {REWARD_NAMES[rewardChoice(run.settings)]}.
            </p>
            <TableToggle of="held-out accuracy" asTable={asTable} onChange={setAsTable} />
          </div>
        </>
      )}
    </section>
  );
}

function AccuracyTable({ rows }: { rows: readonly IntervalRow[] }) {
  return (
    <ScrollTable caption={NAME}>
      <thead>
        <tr>
          <th scope="col">Writer</th>
          <th scope="col" className={table.number}>
            Right
          </th>
          <th scope="col" className={table.number}>
            Accuracy
          </th>
          <th scope="col" className={table.number}>
            95 % interval
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, correct, total, interval }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td className={table.number}>
              {correct}/{total}
            </td>
            <td className={table.number}>{formatPercent(correct / total)}</td>
            <td className={table.number}>{interval.map(formatPercent).join(" to ")}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}

function helpOf(round: number): string {
  return round === 0 ? "The writer as it was loaded." : `The writer after ${round} of its trainings.`;
}
