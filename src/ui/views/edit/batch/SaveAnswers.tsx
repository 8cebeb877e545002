import { Download } from "lucide-react";
import { useState } from "react";
import { CONDITIONS, type Condition } from "../../../../protocol/run.ts";
import { slugOf } from "../../../../protocol/slug.ts";
import type { BatchRun } from "../../../../runs/batch/state.ts";
import { Button } from "../../../primitives/Button.tsx";
import { saveFile } from "../../../primitives/saveFile.ts";
import { useTask } from "../TaskContext.tsx";
import styles from "./BatchView.module.css";

/** What was answered to a set under one condition as one file, also where no right answer is known to count by. */
export function SaveAnswers({ batch }: { batch: BatchRun }) {
  const { page } = useTask();
  const [wanted, setWanted] = useState<Condition>("self-edit");
  const conditions = CONDITIONS.filter((one) =>
    batch.results.some(({ outcomes }) => outcomes.some(({ condition }) => condition === one)),
  );
  const chosen = conditions.find((one) => one === wanted) ?? conditions[0];
  if (!page.submission || chosen === undefined) return null;
  const save = () => {
    const answered = batch.results.map(({ outcomes }, index) => ({
      context: batch.items[index]?.context ?? null,
      outcomes: outcomes.filter(({ condition }) => condition === chosen),
    }));
    saveFile(`${slugOf(batch.set) || "set"}-attempts.json`, page.submission?.(answered) ?? "");
  };
  return (
    <div className={styles.choice}>
      <label>
        Answers of
        <select
          value={chosen}
          onChange={({ target }) => setWanted(conditions.find((one) => one === target.value) ?? chosen)}
        >
          {conditions.map((one) => (
            <option key={one} value={one}>
              {page.text.row(one).label}
            </option>
          ))}
        </select>
      </label>
      <Button
        look="quiet"
        icon={<Download aria-hidden />}
        title="Two attempts for each test input, as the public competition takes them, and the votes"
        onClick={save}
      >
        Save attempts of the set
      </Button>
    </div>
  );
}
