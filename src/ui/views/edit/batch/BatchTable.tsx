import { CONDITIONS } from "../../../../protocol/run.ts";
import { plural } from "../../../primitives/format.ts";
import { NumberHead } from "../../../primitives/tables/NumberHead.tsx";
import table from "../../../primitives/tables/table.module.css";
import { LongRunTable, shareText, useRunLines } from "../../../runs/LongRunTable.tsx";
import { useTask } from "../TaskContext.tsx";
import styles from "./BatchView.module.css";

/** All sets that were run in this browser, and the recorded ones: how many were solved under each condition. */
export function BatchTable() {
  const { entry, page } = useTask();
  const lines = useRunLines("batch", entry.id);
  const runs = [...lines.own, ...lines.recorded];
  if (runs.length === 0) return null;
  const { one, many } = entry.rounds.words;
  const conditions = CONDITIONS.filter((condition) => runs.some(({ tallies }) => tallies[condition]));
  return (
    <div className={styles.results}>
      <LongRunTable
        kind="batch"
        caption="All sets that were run here, and recorded ones"
        lines={lines}
        earlier="earlier sets"
        heads={
          <>
            <th scope="col">Set</th>
            {conditions.map((condition) => (
              <NumberHead key={condition} title={page.text.row(condition).help}>
                {page.text.row(condition).label}
              </NumberHead>
            ))}
          </>
        }
        sizeOf={({ done, items }) =>
          done === items ? plural(items, one, many) : `${done} of ${items} ${many}`
        }
        cellsOf={({ set, tallies }) => (
          <>
            <td>{set}</td>
            {conditions.map((condition) => (
              <td key={condition} className={table.number}>
                {shareText(tallies[condition])}
              </td>
            ))}
          </>
        )}
      />
    </div>
  );
}
