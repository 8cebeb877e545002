import { type EditRun, resultsOf } from "../../../../runs/edit/state.ts";
import type { TaskText } from "../../../../tasks/page/taskPage.ts";
import { formatPercent } from "../../../primitives/format.ts";
import { NumberHead } from "../../../primitives/tables/NumberHead.tsx";
import { ScrollTable } from "../../../primitives/tables/ScrollTable.tsx";
import { TallyCells, TallyHeads } from "../../../primitives/tables/TallyCells.tsx";
import table from "../../../primitives/tables/table.module.css";
import { rowOfRun } from "./rowOfRun.ts";

/** The accuracies in numbers, with every score that the task reports. */
export function ResultTable({ run, text }: { run: EditRun; text: TaskText }) {
  const results = resultsOf(run);
  const scores = [...new Set(results.flatMap((result) => Object.keys(result.means)))];
  return (
    <ScrollTable caption="Accuracy of each condition">
      <thead>
        <tr>
          <th scope="col">Condition</th>
          <TallyHeads />
          {scores.map((score) => (
            <NumberHead key={score}>{text.scores[score] ?? score}</NumberHead>
          ))}
        </tr>
      </thead>
      <tbody>
        {results.map((result) => {
          const { label, help } = rowOfRun(text, run, result.row);
          return (
            <tr key={result.row}>
              <th scope="row" title={help}>
                {label}
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
          );
        })}
      </tbody>
    </ScrollTable>
  );
}
