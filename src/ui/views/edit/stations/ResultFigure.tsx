import type { RowResult } from "../../../../runs/edit/state.ts";
import IntervalChart from "../../../primitives/charts/IntervalChart.tsx";
import type { IntervalRow } from "../../../primitives/charts/intervalRow.ts";
import { rowHelp, rowLabel } from "../conditionText.ts";
import { ResultTable } from "./ResultTable.tsx";

interface ResultFigureProps {
  results: readonly RowResult[];
  asTable: boolean;
}

/** The accuracies as intervals or in numbers. */
export default function ResultFigure({ results, asTable }: ResultFigureProps) {
  return asTable ? (
    <ResultTable results={results} />
  ) : (
    <IntervalChart name="Accuracy of each condition" rows={results.map(toRow)} />
  );
}

function toRow(result: RowResult): IntervalRow {
  const { row } = result;
  return { ...result, label: rowLabel(row), help: rowHelp(row), emphasis: row === "self-edit" };
}
