import { TriangleAlert } from "lucide-react";
import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { shownPassageRun } from "../../../app/playgroundState.ts";
import styles from "./RunWarnings.module.css";

/** What people should know about the run on screen, e.g. that an answer does not stand in the passage. */
export function RunWarnings() {
  const warnings = usePlaygroundState((state) => shownPassageRun(state)?.warnings);
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
