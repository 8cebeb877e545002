import { lazy } from "react";
import type { Condition } from "../../../protocol/run.ts";
import { batchConditions, batchGain, batchTally } from "../../../runs/batch/figures.ts";
import type { BatchRun } from "../../../runs/batch/state.ts";
import { formatPercent } from "../../../ui/primitives/format.ts";
import { Part } from "../../../ui/primitives/Part.tsx";
import { NumberHead } from "../../../ui/primitives/tables/NumberHead.tsx";
import { ScrollTable } from "../../../ui/primitives/tables/ScrollTable.tsx";
import table from "../../../ui/primitives/tables/table.module.css";
import styles from "./BatchView.module.css";
import { puzzleRowLabel } from "./puzzleText.ts";

const IntervalChart = lazy(() => import("../../../ui/primitives/charts/IntervalChart.tsx"));

/** What a set says: how many are solved under each condition, as a picture and in numbers. */
export function BatchFigures({ batch }: { batch: BatchRun }) {
  const conditions = batchConditions(batch);
  return (
    <>
      <Part fallback={<div className={styles.placeholder} />}>
        <IntervalChart
          name="Solved puzzles under each condition, with 95 % intervals"
          rows={conditions.map((condition) => ({
            ...batchTally(batch, condition),
            label: puzzleRowLabel(condition),
            help: "",
            emphasis: condition === "self-edit",
          }))}
        />
      </Part>
      <ScrollTable caption="Solved under each condition">
        <thead>
          <tr>
            <th scope="col">Condition</th>
            <NumberHead>Solved</NumberHead>
            <NumberHead>Share</NumberHead>
            <NumberHead title="Wilson score interval over puzzles">95 % interval</NumberHead>
            <NumberHead title="Solved after and not before, less solved before and not after">
              Won, lost
            </NumberHead>
          </tr>
        </thead>
        <tbody>
          {conditions.map((condition) => (
            <Figures key={condition} batch={batch} condition={condition} />
          ))}
        </tbody>
      </ScrollTable>
    </>
  );
}

function Figures({ batch, condition }: { batch: BatchRun; condition: Condition }) {
  const { correct, total, interval } = batchTally(batch, condition);
  const { won, lost } = batchGain(batch, condition);
  return (
    <tr>
      <th scope="row">{puzzleRowLabel(condition)}</th>
      <td className={table.number}>
        {correct} of {total}
      </td>
      <td className={table.number}>{total > 0 ? formatPercent(correct / total) : "–"}</td>
      <td className={table.number}>{total > 0 ? interval.map(formatPercent).join(" – ") : "–"}</td>
      <td className={table.number}>{condition === "untouched" ? "–" : `+${won} −${lost}`}</td>
    </tr>
  );
}
