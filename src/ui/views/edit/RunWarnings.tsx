import { TriangleAlert } from "lucide-react";
import styles from "./RunWarnings.module.css";
import { useShownRun } from "./TaskContext.tsx";

/** What people should know about the run on screen, e.g. that an answer does not stand in the passage. */
export function RunWarnings() {
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
