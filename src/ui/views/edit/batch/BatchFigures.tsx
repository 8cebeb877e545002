import { lazy } from "react";
import type { Condition } from "../../../../protocol/run.ts";
import { batchConditions, batchGain, batchTally } from "../../../../runs/batch/figures.ts";
import type { BatchRun } from "../../../../runs/batch/state.ts";
import { formatPercent } from "../../../primitives/format.ts";
import { Part } from "../../../primitives/Part.tsx";
import { NumberHead } from "../../../primitives/tables/NumberHead.tsx";
import { ScrollTable } from "../../../primitives/tables/ScrollTable.tsx";
import table from "../../../primitives/tables/table.module.css";
import { rowOfRun } from "../stations/rowOfRun.ts";
import { useTask } from "../TaskContext.tsx";
import styles from "./BatchView.module.css";

const IntervalChart = lazy(() => import("../../../primitives/charts/IntervalChart.tsx"));

/** What a set says: how many are solved under each condition, as a picture and in numbers. */
export function BatchFigures({ batch }: { batch: BatchRun }) {
  const { entry, page } = useTask();
  const { many } = entry.rounds.words;
  const conditions = batchConditions(batch);
  return (
    <>
      <Part fallback={<div className={styles.placeholder} />}>
        <IntervalChart
          name={`Solved ${many} under each condition, with 95 % intervals`}
          rows={conditions.map((condition) => ({
            ...batchTally(batch, condition),
            ...rowOfRun(page.text, batch, condition),
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
            <NumberHead title={`Wilson score interval over ${many}`}>95 % interval</NumberHead>
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
  const { text } = useTask().page;
  const { correct, total, interval } = batchTally(batch, condition);
  const { won, lost } = batchGain(batch, condition);
  return (
    <tr>
      <th scope="row">{rowOfRun(text, batch, condition).label}</th>
      <td className={table.number}>
        {correct} of {total}
      </td>
      <td className={table.number}>{total > 0 ? formatPercent(correct / total) : "–"}</td>
      <td className={table.number}>{total > 0 ? interval.map(formatPercent).join(" – ") : "–"}</td>
      <td className={table.number}>{condition === "untouched" ? "–" : `+${won} −${lost}`}</td>
    </tr>
  );
}
