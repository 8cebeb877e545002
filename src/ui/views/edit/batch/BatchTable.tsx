import { useShallow } from "zustand/shallow";
import { usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { runsOf } from "../../../../app/runs/runsState.ts";
import { CONDITIONS } from "../../../../protocol/run.ts";
import { formatPercent, plural } from "../../../primitives/format.ts";
import { NumberHead } from "../../../primitives/tables/NumberHead.tsx";
import { ScrollTable } from "../../../primitives/tables/ScrollTable.tsx";
import table from "../../../primitives/tables/table.module.css";
import { useFirst } from "../../../primitives/tables/useFirst.tsx";
import { LongRunRow } from "../../../runs/LongRunRow.tsx";
import { useRecordedLines } from "../../../runs/useRecordings.ts";
import { useTask } from "../TaskContext.tsx";
import styles from "./BatchView.module.css";

/** All sets that were run in this browser, and the recorded ones: how many were solved under each condition. */
export function BatchTable() {
  const { entry, page } = useTask();
  const own = usePlaygroundState(useShallow((state) => runsOf(state, "batch", entry.id)));
  const recorded = useRecordedLines("batch", entry.id);
  const [visible, others] = useFirst(own, "earlier sets");
  const runs = [...own, ...recorded];
  if (runs.length === 0) return null;
  const { one, many } = entry.rounds.words;
  const conditions = CONDITIONS.filter((condition) => runs.some(({ tallies }) => tallies[condition]));
  return (
    <div className={styles.results}>
      <ScrollTable caption="All sets that were run here, and recorded ones">
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Set</th>
            {conditions.map((condition) => (
              <NumberHead key={condition} title={page.text.row(condition).help}>
                {page.text.row(condition).label}
              </NumberHead>
            ))}
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {[...visible, ...recorded].map((run) => (
            <LongRunRow
              key={run.runId}
              kind="batch"
              run={run}
              size={
                run.done === run.items ? plural(run.items, one, many) : `${run.done} of ${run.items} ${many}`
              }
            >
              <td>{run.set}</td>
              {conditions.map((condition) => {
                const tally = run.tallies[condition];
                return (
                  <td key={condition} className={table.number}>
                    {tally ? formatPercent(tally.correct / tally.total) : "–"}
                  </td>
                );
              })}
            </LongRunRow>
          ))}
        </tbody>
      </ScrollTable>
      {others}
    </div>
  );
}
