import { useState } from "react";
import { usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { shownPassageRun } from "../../../../app/playgroundState.ts";
import { answerSoFar, runPassage } from "../../../../app/runPassage.ts";
import type { EditRun } from "../../../../runs/edit/state.ts";
import { type Row, rowsOf } from "../../../../runs/edit/state.ts";
import { DepthBadge } from "../../../../tasks/knowledge/page/world/DepthBadge.tsx";
import { rowLabel } from "../conditionText.ts";
import { AnswerCell } from "./AnswerCell.tsx";
import { Station } from "./Station.tsx";
import styles from "./TestStation.module.css";

/** Every question with two answers side by side: before and after. */
export function TestStation() {
  const run = usePlaygroundState(shownPassageRun);
  const [chosen, setChosen] = useState<Row>("untouched");
  const passage = run && runPassage(run);
  const others = run ? rowsOf(run).filter((row) => row !== "self-edit" && run.answers[row]) : [];
  const before = others.includes(chosen) ? chosen : "untouched";
  return (
    <Station station="test" summary={run ? summarise(run) : undefined}>
      {run && passage && (
        <table className={styles.table}>
          <caption className="visually-hidden">Answers to each question, compared</caption>
          <thead>
            <tr>
              <th scope="col">Question</th>
              <th scope="col">
                <select
                  aria-label="Compare with"
                  value={before}
                  onChange={(event) => {
                    const row = others.find((one) => one === event.target.value);
                    if (row) setChosen(row);
                  }}
                >
                  {others.map((row) => (
                    <option key={row} value={row}>
                      {row === "untouched" ? "Before" : rowLabel(row)}
                    </option>
                  ))}
                </select>
              </th>
              <th scope="col" className={styles.after}>
                After its self-edit
              </th>
            </tr>
          </thead>
          <tbody>
            {passage.questions.map((question, item) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a run's questions never change
              <tr key={item} data-learned={isLearned(run, before, item)}>
                <th scope="row">
                  {question.question}
                  <span className={styles.gold}>
                    <span className="visually-hidden">Right answer: </span>
                    {question.answers[0]}
                  </span>
                  <DepthBadge question={question.question} kind={question.kind} />
                </th>
                <td data-label={before === "untouched" ? "Before" : rowLabel(before)}>
                  <AnswerCell answer={answerSoFar(run, before, item)} />
                </td>
                <td data-label="After" className={styles.after}>
                  <AnswerCell answer={answerSoFar(run, "self-edit", item)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Station>
  );
}

/** Wrong before and right after: what the notes taught. */
function isLearned(run: EditRun, before: Row, item: number): boolean {
  const was = run.answers[before]?.outcomes[item];
  const is = run.answers["self-edit"]?.outcomes[item];
  return was !== undefined && is !== undefined && !was.correct && is.correct;
}

function summarise(run: EditRun): string | undefined {
  const after = run.answers["self-edit"]?.result;
  const before = run.answers.untouched?.result;
  if (!after) return undefined;
  return before
    ? `${before.correct} of ${before.total} before, ${after.correct} of ${after.total} after`
    : `${after.correct} of ${after.total} right`;
}
