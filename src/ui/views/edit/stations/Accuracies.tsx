import type { RowResult } from "../../../../runs/edit/state.ts";
import type { TaskText } from "../../../../tasks/page/taskPage.ts";
import IntervalChart from "../../../primitives/charts/IntervalChart.tsx";
import { ResultTable } from "./ResultTable.tsx";

interface AccuraciesProps {
  results: readonly RowResult[];
  text: TaskText;
  asTable: boolean;
}

/** The accuracies as intervals or in numbers. */
export default function Accuracies({ results, text, asTable }: AccuraciesProps) {
  if (asTable) return <ResultTable results={results} text={text} />;
  const rows = results.map((result) => ({
    ...result,
    ...text.row(result.row),
    emphasis: result.row === "self-edit",
  }));
  return <IntervalChart name="Accuracy of each condition" rows={rows} />;
}
