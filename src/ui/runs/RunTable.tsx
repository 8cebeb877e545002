import { FileUp } from "lucide-react";
import { useRef } from "react";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { diffRuns } from "../../app/runDiff.ts";
import { CONDITIONS, type Condition } from "../../protocol/run.ts";
import { Button } from "../primitives/Button.tsx";
import { rowHelp, rowLabel } from "../views/edit/conditionText.ts";
import { RunRow } from "./RunRow.tsx";
import styles from "./RunTable.module.css";

/** The columns that are there even before any run has them. */
const USUAL: readonly Condition[] = ["untouched", "in-context", "passage-only", "self-edit"];

/** Earlier runs, newest first, each with what changed since the one before it. */
export default function RunTable() {
  const runs = usePlaygroundState((state) => state.runs);
  const shownId = usePlaygroundState((state) =>
    state.opened ? state.opened.state.runId : state.live?.runId,
  );
  const { runs: actions } = usePlayground();
  const file = useRef<HTMLInputElement>(null);
  const conditions = CONDITIONS.filter(
    (condition) => USUAL.includes(condition) || runs.some((run) => run.results[condition]),
  );
  return (
    <section className={styles.runs} aria-labelledby="heading-runs">
      <div className={styles.head}>
        <h2 id="heading-runs">Runs</h2>
        <Button look="quiet" icon={<FileUp aria-hidden />} onClick={() => file.current?.click()}>
          Import a run
        </Button>
        <input
          ref={file}
          type="file"
          hidden
          aria-label="Run log file"
          accept=".json,application/json"
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            event.target.value = "";
            if (chosen) void chosen.text().then(actions.importRun);
          }}
        />
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
                  <th key={condition} scope="col" className={styles.number} title={rowHelp(condition)}>
                    {rowLabel(condition)}
                  </th>
                ))}
                <th scope="col">
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {runs.map((run, index) => {
                const before = runs[index + 1];
                return (
                  <RunRow
                    key={run.runId}
                    run={run}
                    changes={before ? diffRuns(before, run) : null}
                    conditions={conditions}
                    isShown={run.runId === shownId}
                  />
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
