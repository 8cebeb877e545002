import { contextTitle } from "../../../../protocol/contextTitle.ts";
import { batchConditions } from "../../../../runs/batch/figures.ts";
import type { BatchRun } from "../../../../runs/batch/state.ts";
import { Button } from "../../../primitives/Button.tsx";
import { capitalised } from "../../../primitives/format.ts";
import { ScrollTable } from "../../../primitives/tables/ScrollTable.tsx";
import { Verdict } from "../../../primitives/Verdict.tsx";
import { rowOfRun } from "../stations/rowOfRun.ts";
import { useTask } from "../TaskContext.tsx";
import styles from "./BatchView.module.css";

interface BatchItemsProps {
  batch: BatchRun;
  /** Opens an item in the workspace, where there is one beside the table. */
  onChoose?: (index: number) => void;
}

/** What became of each item of a set under each condition. */
export function BatchItems({ batch, onChoose }: BatchItemsProps) {
  const { entry, page } = useTask();
  const { one } = entry.rounds.words;
  const conditions = batchConditions(batch);
  return (
    <ScrollTable caption={`Solved or not, ${one} by ${one}`}>
      <thead>
        <tr>
          <th scope="col">{capitalised(one)}</th>
          {conditions.map((condition) => (
            <th key={condition} scope="col">
              {rowOfRun(page.text, batch, condition).label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {batch.results.map(({ results, failure }, index) => {
          const item = batch.items[index];
          const name = contextTitle(item?.context ?? null);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a set's items have a place and no other name
            <tr key={index}>
              <th scope="row">
                {onChoose ? (
                  <Button look="quiet" onClick={() => onChoose(index)}>
                    {name}
                  </Button>
                ) : (
                  name
                )}
                {failure && <span className={styles.problem}>{failure.message}</span>}
              </th>
              {conditions.map((condition) => {
                const result = results.find((own) => own.condition === condition);
                return (
                  <td key={condition}>
                    {result && item?.counted ? <Verdict correct={result.correct === result.total} /> : "–"}
                  </td>
                );
              })}
            </tr>
          );
        })}
      </tbody>
    </ScrollTable>
  );
}
