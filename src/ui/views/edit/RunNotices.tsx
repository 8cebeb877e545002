import { TriangleAlert } from "lucide-react";
import { contextTitle } from "../../../protocol/contextTitle.ts";
import { runName } from "../../../runs/runName.ts";
import styles from "./RunNotices.module.css";
import { useIsOpened, useSetup, useShownRun, useTask } from "./TaskContext.tsx";

/** What there is to say of the run on screen beside its results. */
export function RunNotices() {
  return (
    <>
      <OtherContext />
      <Warnings />
    </>
  );
}

/** Says which run the results belong to once the context beside them is another one. */
function OtherContext() {
  const { draft } = useTask().page;
  const { context } = useSetup();
  const isOpened = useIsOpened();
  const run = useShownRun();
  if (!run || isOpened || JSON.stringify(run.context) === JSON.stringify(draft.context(context))) return null;
  return (
    <p className={styles.caption} role="status">
      These results are of the run <strong>{runName(run.runId)}</strong>, on “{contextTitle(run.context)}” as
      it was then.
    </p>
  );
}

/** What people should know about the run on screen, e.g. that an answer does not stand in the passage. */
function Warnings() {
  const warnings = useShownRun()?.warnings;
  if (!warnings || warnings.length === 0) return null;
  return (
    <ul className={styles.warnings} aria-label="Warnings of this run">
      {warnings.map((warning) => (
        <li key={warning}>
          <TriangleAlert aria-hidden />
          {warning}
        </li>
      ))}
    </ul>
  );
}
