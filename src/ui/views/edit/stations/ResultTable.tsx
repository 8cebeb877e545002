import type { RowResult } from "../../../../runs/edit/state.ts";
import { formatPercent } from "../../../primitives/format.ts";
import { NumberHead } from "../../../primitives/tables/NumberHead.tsx";
import { ScrollTable } from "../../../primitives/tables/ScrollTable.tsx";
import { TallyCells, TallyHeads } from "../../../primitives/tables/TallyCells.tsx";
import table from "../../../primitives/tables/table.module.css";
import { rowHelp, rowLabel } from "../conditionText.ts";

const SCORE_NAMES: Record<string, string> = {
  exactMatch: "Exact match",
  containsGold: "Contains answer",
  f1: "Token F1",
};

/** The accuracies in numbers, with every score that the task reports. */
export function ResultTable({ results }: { results: readonly RowResult[] }) {
  const scores = [...new Set(results.flatMap((result) => Object.keys(result.means)))];
  return (
    <ScrollTable caption="Accuracy of each condition">
      <thead>
        <tr>
          <th scope="col">Condition</th>
          <TallyHeads />
          {scores.map((score) => (
            <NumberHead key={score}>{SCORE_NAMES[score] ?? score}</NumberHead>
          ))}
        </tr>
      </thead>
      <tbody>
        {results.map((result) => (
          <tr key={result.row}>
            <th scope="row" title={rowHelp(result.row)}>
              {rowLabel(result.row)}
            </th>
            <TallyCells tally={result} />
            {scores.map((score) => {
              const mean = result.means[score];
              return (
                <td key={score} className={table.number}>
                  {mean === undefined ? "–" : formatPercent(mean)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}
