import type { RowResult } from "../../../../runs/edit/state.ts";
import type { TaskText } from "../../../../tasks/page/taskPage.ts";
import { NumberHead } from "../../../primitives/tables/NumberHead.tsx";
import { ScrollTable } from "../../../primitives/tables/ScrollTable.tsx";
import table from "../../../primitives/tables/table.module.css";

interface KindTableProps {
  results: readonly RowResult[];
  text: TaskText;
}

/** The right answers of each row by kind of item; nothing where the items are of one kind. */
export function KindTable({ results, text }: KindTableProps) {
  const kinds = [...new Set(results.flatMap(({ byKind }) => Object.keys(byKind ?? {})))];
  if (!text.kinds || kinds.length < 2) return null;
  return (
    <ScrollTable caption={text.kinds.caption}>
      <thead>
        <tr>
          <th scope="col">Condition</th>
          {kinds.map((kind) => (
            <NumberHead key={kind} title={text.kinds?.help(kind)}>
              {kind}
            </NumberHead>
          ))}
        </tr>
      </thead>
      <tbody>
        {results.map(({ row, byKind }) => (
          <tr key={row}>
            <th scope="row" title={text.row(row).help}>
              {text.row(row).label}
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
