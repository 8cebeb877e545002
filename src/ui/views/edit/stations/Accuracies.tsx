import { type EditRun, resultsOf } from "../../../../runs/edit/state.ts";
import type { TaskText } from "../../../../tasks/page/taskPage.ts";
import IntervalChart from "../../../primitives/charts/IntervalChart.tsx";
import { ResultTable } from "./ResultTable.tsx";
import { rowOfRun } from "./rowOfRun.ts";

interface AccuraciesProps {
  run: EditRun;
  text: TaskText;
  asTable: boolean;
}

/** The accuracies as intervals or in numbers. */
export default function Accuracies({ run, text, asTable }: AccuraciesProps) {
  if (asTable) return <ResultTable run={run} text={text} />;
  const rows = resultsOf(run).map((result) => ({
    ...result,
    ...rowOfRun(text, run, result.row),
    emphasis: result.row === "self-edit",
  }));
  return <IntervalChart name="Accuracy of each condition" rows={rows} />;
}
