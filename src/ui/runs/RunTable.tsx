import { useShallow } from "zustand/react/shallow";
import { shownRun } from "../../app/edit/selectors.ts";
import { usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { diffRuns } from "../../app/runs/runDiff.ts";
import { runsOf } from "../../app/runs/runsState.ts";
import { CONDITIONS, type Condition } from "../../protocol/run.ts";
import type { TaskPage, TaskPageEntry } from "../../tasks/page/taskPage.ts";
import { useFirst } from "../primitives/tables/useFirst.tsx";
import { ImportRun } from "./ImportRun.tsx";
import { RecordedRuns } from "./RecordedRuns.tsx";
import { RunRow } from "./RunRow.tsx";
import styles from "./RunTable.module.css";

/** The columns that are there even before any run has them. */
const USUAL: readonly Condition[] = ["untouched", "self-edit"];

/** Earlier runs, newest first, each with what changed since the one before it. */
export default function RunTable({ entry, page }: { entry: TaskPageEntry; page: TaskPage }) {
  const runs = usePlaygroundState(useShallow((state) => runsOf(state, "edit", entry.id)));
  const shownId = usePlaygroundState((state) => shownRun(state, entry)?.runId);
  const conditions = CONDITIONS.filter(
    (condition) => USUAL.includes(condition) || runs.some((run) => run.results[condition]),
  );
  const [visible, others] = useFirst(runs, "earlier runs");
  return (
    <section className={styles.runs} aria-labelledby="heading-runs" data-panel="runs">
      <div className={styles.head}>
        <h2 id="heading-runs">Runs</h2>
        <ImportRun label="Import a run" fileLabel="Run log file" />
      </div>
      {runs.length === 0 ? (
        <p className={styles.none}>
          Finished runs are kept here, in this browser, with what changed between them.
        </p>
      ) : (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">Run</th>
                <th scope="col">Changed since the one before</th>
                {conditions.map((condition) => (
                  <th
                    key={condition}
                    scope="col"
                    className={styles.number}
                    title={page.text.row(condition).help}
                  >
                    {page.text.row(condition).label}
                  </th>
                ))}
                <th scope="col">
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {visible.map((run, index) => {
                const before = runs[index + 1];
                return (
                  <RunRow
                    key={run.runId}
                    run={run}
                    changes={before ? diffRuns(entry, before, run) : null}
                    conditions={conditions}
                    text={page.text}
                    isShown={run.runId === shownId}
                  />
                );
              })}
            </tbody>
          </table>
          {others}
        </div>
      )}
      <RecordedRuns kind="edit" task={entry.id} />
    </section>
  );
}
