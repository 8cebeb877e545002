import { lazy } from "react";
import type { RoundsRun } from "../../../runs/rounds/state.ts";
import { ChartOrTable } from "../../primitives/charts/ChartOrTable.tsx";
import type { ChartSeries } from "../../primitives/charts/chartSeries.ts";
import { formatLoss, plural } from "../../primitives/format.ts";
import styles from "../../primitives/Section.module.css";

const LossFigure = lazy(() => import("../../primitives/charts/LossFigure.tsx"));

/** The loss of the writer's own training, one line a round. */
export function WriterLoss({ run }: { run: RoundsRun }) {
  const trained = run.rounds.filter(({ writer }) => writer.points.length > 0);
  const latest = trained.at(-1);
  const series = trained.map(
    (round): ChartSeries => ({
      id: `round ${round.round}`,
      label: `Round ${round.round}`,
      emphasis: round === latest,
      points: round.writer.points,
    }),
  );
  const merged = latest?.writer.merged;
  return (
    <section className={styles.section} aria-labelledby="heading-writer">
      <h2 id="heading-writer">Training of the writer</h2>
      {!latest ? (
        <p className={styles.ahead}>
          {run.status === "finished"
            ? "No edit was kept, so the writer stayed as it was."
            : "It begins when all edits of the first round have been tried."}
        </p>
      ) : (
        <ChartOrTable
          of="the writer’s loss"
          note={
            merged &&
            `Round ${latest.round}: ${plural(merged.examples, "kept edit")}, ${plural(merged.steps, "step")}, loss ${formatLoss(merged.finalLoss)}.`
          }
          look={styles}
        >
          {(asTable) => (
            <LossFigure
              series={series}
              steps={Math.max(...trained.map(({ writer }) => writer.steps))}
              asTable={asTable}
            />
          )}
        </ChartOrTable>
      )}
    </section>
  );
}
