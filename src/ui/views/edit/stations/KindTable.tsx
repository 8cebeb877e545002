import { type EditRun, resultsOf } from "../../../../runs/edit/state.ts";
import type { TaskText } from "../../../../tasks/page/taskPage.ts";
import { NumberHead } from "../../../primitives/tables/NumberHead.tsx";
import { ScrollTable } from "../../../primitives/tables/ScrollTable.tsx";
import table from "../../../primitives/tables/table.module.css";
import { rowOfRun } from "./rowOfRun.ts";

/** The right answers of each row by kind of item; nothing where the items are of one kind. */
export function KindTable({ run, text }: { run: EditRun; text: TaskText }) {
  const results = resultsOf(run);
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
        {results.map(({ row, byKind }) => {
          const { label, help } = rowOfRun(text, run, row);
          return (
            <tr key={row}>
              <th scope="row" title={help}>
                {label}
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
          );
        })}
      </tbody>
    </ScrollTable>
  );
}
