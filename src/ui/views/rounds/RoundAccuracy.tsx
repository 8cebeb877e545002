import { lazy } from "react";
import { rewardChoice } from "../../../app/rounds/roundsDraft.ts";
import type { RoundsRun } from "../../../runs/rounds/state.ts";
import type { RoundsWords } from "../../../tasks/roundsMetadata.ts";
import { ChartOrTable } from "../../primitives/charts/ChartOrTable.tsx";
import type { IntervalRow } from "../../primitives/charts/intervalRow.ts";
import styles from "../../primitives/Section.module.css";
import { ScrollTable } from "../../primitives/tables/ScrollTable.tsx";
import { TallyCells, TallyHeads } from "../../primitives/tables/TallyCells.tsx";
import { REWARD_NAMES, roundName } from "./roundsText.ts";

const IntervalChart = lazy(() => import("../../primitives/charts/IntervalChart.tsx"));

const NAME = "Held-out accuracy by round";

/** What the writer of each round is worth on contexts that it was never trained on. */
export function RoundAccuracy({ run, words }: { run: RoundsRun; words: RoundsWords }) {
  const rows = run.rounds.flatMap(({ round, score }): IntervalRow[] =>
    score ? [{ ...score.tally, label: roundName(round), help: helpOf(round), emphasis: round > 0 }] : [],
  );
  return (
    <section className={styles.section} aria-labelledby="heading-rounds" data-panel="held-out">
      <h2 id="heading-rounds">Held-out accuracy</h2>
      {rows.length === 0 ? (
        <p className={styles.ahead}>The untrained writer is measured first.</p>
      ) : (
        <ChartOrTable
          of="held-out accuracy"
          note={`${words.scored} after the writer’s edits for held-out ${words.many}, with 95 % intervals over ${words.many}. Reward: ${REWARD_NAMES[rewardChoice(run.settings)]}.`}
          look={styles}
        >
          {(asTable) => (asTable ? <AccuracyTable rows={rows} /> : <IntervalChart name={NAME} rows={rows} />)}
        </ChartOrTable>
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
          <TallyHeads />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.label}>
            <th scope="row">{row.label}</th>
            <TallyCells tally={row} />
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}

function helpOf(round: number): string {
  return round === 0 ? "The writer as it was loaded." : `The writer after ${round} of its trainings.`;
}
