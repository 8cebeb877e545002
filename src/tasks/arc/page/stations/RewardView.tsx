import { type EditRun, isTrained, type RowResult } from "../../../../runs/edit/state.ts";
import { formatLoss, formatPercent, formatSeconds } from "../../../../ui/primitives/format.ts";
import { NumberHead } from "../../../../ui/primitives/tables/NumberHead.tsx";
import { ScrollTable } from "../../../../ui/primitives/tables/ScrollTable.tsx";
import table from "../../../../ui/primitives/tables/table.module.css";
import { Verdict } from "../../../../ui/primitives/Verdict.tsx";
import { isUnscored } from "../reading.ts";
import { puzzleRow } from "../text.ts";
import { ExplainView } from "./ExplainView.tsx";
import styles from "./RewardView.module.css";

/** Solved or not, under every condition. */
export function RewardView({ run, results }: { run: EditRun; results: readonly RowResult[] }) {
  const unscored = isUnscored(run);
  return (
    <div className={styles.reward}>
      {run.reward && (
        <p className={styles.said}>{unscored ? UNSCORED : inWords(run.reward, isTrained(run))}</p>
      )}
      <ScrollTable caption="Each condition on this puzzle">
        <thead>
          <tr>
            <th scope="col">Trained by</th>
            <th scope="col">Solved</th>
            <NumberHead>Cells right</NumberHead>
            <NumberHead>Steps</NumberHead>
            <NumberHead>Loss</NumberHead>
            <NumberHead>Time</NumberHead>
          </tr>
        </thead>
        <tbody>
          {results.map(({ row, correct, means }) => {
            const training = run.trainings[row];
            const done = training && training.steps > 0 ? training.finished : undefined;
            return (
              <tr key={row}>
                <th scope="row">{row === "untouched" ? "Nothing (before)" : puzzleRow(row).label}</th>
                <td>{unscored ? "–" : <Verdict correct={correct === 1} />}</td>
                <td className={table.number}>{unscored ? "–" : formatPercent(means.cells ?? 0)}</td>
                <td className={table.number}>{training ? training.steps : "–"}</td>
                <td className={table.number}>{done ? formatLoss(done.finalLoss) : "–"}</td>
                <td className={table.number}>{done ? formatSeconds(done.seconds) : "–"}</td>
              </tr>
            );
          })}
        </tbody>
      </ScrollTable>
      <p className={styles.foot}>
        Cells are those of the first attempt. Only whole grids count as solved; one puzzle alone could be
        luck.
      </p>
      <ExplainView run={run} />
    </div>
  );
}

const UNSCORED =
  "No reward: the answer of a test input is not given, so its attempts can be neither right nor wrong.";

function inWords({ reward, gain }: { reward: number; gain: number }, trained: boolean): string {
  if (!trained) {
    const verdict = reward === 1 ? "it solves the puzzle" : "the puzzle is not solved";
    return `Reward ${reward}: ${verdict}, and nothing could be trained by its own edit.`;
  }
  if (reward === 1) {
    return gain > 0
      ? "Reward 1: after its own edit it solves what it could not before."
      : "Reward 1: it solves the puzzle, as it did before.";
  }
  return gain < 0
    ? "Reward 0: its own edit made it lose a puzzle that it could solve."
    : "Reward 0: the puzzle is not solved.";
}
