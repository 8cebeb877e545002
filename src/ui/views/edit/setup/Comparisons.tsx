import { isOwnLoaded } from "../../../../app/edit/taskModels.ts";
import { usePlayground, usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { useSetup, useTask } from "../TaskContext.tsx";
import styles from "./Comparisons.module.css";

/** What the self-edit is compared with: each costs time, and people may leave it out. */
export function Comparisons() {
  const { entry, page } = useTask();
  const { setups } = usePlayground();
  const { context, compare } = useSetup();
  const { possible } = entry.compare;
  const isOwn = usePlaygroundState((state) => isOwnLoaded(state.session, entry));
  return (
    <fieldset className={styles.compare}>
      <legend>Compare with</legend>
      {possible.map((condition) => {
        const { label, help } = page.text.row(condition);
        const isKnown = page.draft.canCompare?.(context, condition, isOwn) ?? true;
        return (
          <label key={condition} title={help}>
            <input
              type="checkbox"
              checked={compare.includes(condition) && isKnown}
              disabled={!isKnown}
              onChange={() => setups.toggleComparison(entry.id, condition)}
            />
            {label}
          </label>
        );
      })}
    </fieldset>
  );
}
