import { contextTitle } from "../../../protocol/contextTitle.ts";
import { runName } from "../../../runs/runName.ts";
import styles from "./RunCaption.module.css";
import { useIsOpened, useSetup, useShownRun, useTask } from "./TaskContext.tsx";

/** Says which run the results belong to once the context beside them is another one. */
export function RunCaption() {
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
