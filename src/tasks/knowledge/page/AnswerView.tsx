import { useState } from "react";
import type { Outcome } from "../../../protocol/run.ts";
import { type EditRun, type Row, rowsOf } from "../../../runs/edit/state.ts";
import { Verdict } from "../../../ui/primitives/Verdict.tsx";
import styles from "./AnswerView.module.css";
import { passageOf } from "./draft.ts";
import { passageText } from "./text.ts";
import { DepthBadge } from "./world/DepthBadge.tsx";

/** Every question with two answers side by side: before and after. */
export default function AnswerView({ run }: { run: EditRun }) {
  const [chosen, setChosen] = useState<Row>("untouched");
  const passage = passageOf(run);
  const others = rowsOf(run).filter((row) => row !== "self-edit" && run.answers[row]);
  const before = others.includes(chosen) ? chosen : "untouched";
  if (!passage) return null;
  return (
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
              <span translate="no">{question.question}</span>
              <span className={styles.gold}>
                <span className="visually-hidden">Right answer: </span>
                <span translate="no">{question.answers[0]}</span>
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
  );
}

function rowLabel(row: Row): string {
  return passageText.row(row).label;
}

function answerSoFar(run: EditRun, row: Row, item: number): AnswerSoFar {
  const answers = run.answers[row];
  const outcome = answers?.outcomes[item];
  if (outcome) return { outcome };
  const partial = answers?.partial[item];
  return partial === undefined ? null : { partial };
}

/** Wrong before and right after: what the notes taught. */
function isLearned(run: EditRun, before: Row, item: number): boolean {
  const was = run.answers[before]?.outcomes[item];
  const is = run.answers["self-edit"]?.outcomes[item];
  return was !== undefined && is !== undefined && !was.correct && is.correct;
}

/** An answer as far as it is known: complete and graded, still being decoded, or not begun. */
export type AnswerSoFar = { outcome: Outcome } | { partial: string } | null;

/** One answer: graded, still being written, or not yet asked for. */
function AnswerCell({ answer }: { answer: AnswerSoFar }) {
  if (answer === null) return <span className={styles.none}>not asked yet</span>;
  if ("partial" in answer)
    return (
      <span className={styles.partial} translate="no">
        {answer.partial}…
      </span>
    );
  const { output, correct } = answer.outcome;
  return (
    <div className={styles.answer}>
      <Verdict correct={correct} />
      <p className={styles.output} translate="no">
        {output.trim() === "" ? <em>no answer</em> : output.trim()}
      </p>
    </div>
  );
}
