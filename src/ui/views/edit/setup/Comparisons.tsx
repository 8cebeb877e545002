import { usePlayground } from "../../../../app/PlaygroundContext.tsx";
import { useSetup, useTask } from "../TaskContext.tsx";
import styles from "./Comparisons.module.css";

/** What the self-edit is compared with, where the task leaves that to people. */
export function Comparisons() {
  const { entry, page } = useTask();
  const { setups } = usePlayground();
  const { context, compare } = useSetup();
  const { possible } = entry.compare;
  if (possible.length === 0) return null;
  return (
    <fieldset className={styles.compare}>
      <legend>Compare with</legend>
      {possible.map((condition) => {
        const { label, help } = page.text.row(condition);
        const isKnown = page.draft.canCompare?.(context, condition) ?? true;
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
