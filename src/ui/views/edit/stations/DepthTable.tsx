import type { RowResult } from "../../../../runs/edit/state.ts";
import { depthHelp } from "../../../../tasks/knowledge/page/world/depthText.ts";
import { NumberHead } from "../../../primitives/tables/NumberHead.tsx";
import { ScrollTable } from "../../../primitives/tables/ScrollTable.tsx";
import table from "../../../primitives/tables/table.module.css";
import { rowHelp, rowLabel } from "../conditionText.ts";

/** The right answers of each row by kind of question; nothing where the questions are of one kind. */
export function DepthTable({ results }: { results: readonly RowResult[] }) {
  const kinds = [...new Set(results.flatMap(({ byKind }) => Object.keys(byKind ?? {})))];
  if (kinds.length < 2) return null;
  return (
    <ScrollTable caption="Right answers by depth of the question">
      <thead>
        <tr>
          <th scope="col">Condition</th>
          {kinds.map((kind) => (
            <NumberHead key={kind} title={depthHelp(kind)}>
              {kind}
            </NumberHead>
          ))}
        </tr>
      </thead>
      <tbody>
        {results.map(({ row, byKind }) => (
          <tr key={row}>
            <th scope="row" title={rowHelp(row)}>
              {rowLabel(row)}
            </th>
            {kinds.map((kind) => {
              const tally = byKind?.[kind];
              return (
                <td key={kind} className={table.number}>
                  {tally ? `${tally.correct}/${tally.total}` : "–"}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}
