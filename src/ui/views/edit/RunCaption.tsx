import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { livePassageRun } from "../../../app/playgroundState.ts";
import { runPassage } from "../../../app/runPassage.ts";
import { runName } from "../../../runs/runName.ts";
import styles from "./RunCaption.module.css";

/** Says which run the results belong to once the passage beside them is another one. */
export function RunCaption() {
  const live = usePlaygroundState((state) => livePassageRun(state));
  const draftText = usePlaygroundState((state) => state.draft.passage.text.trim());
  const passage = live && runPassage(live);
  if (!live || !passage || passage.text === draftText) return null;
  return (
    <p className={styles.caption}>
      These results are of the run <strong>{runName(live.runId)}</strong>, on “{passage.title}”.
    </p>
  );
}
