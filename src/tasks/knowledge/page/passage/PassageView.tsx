import type { EditRun } from "../../../../runs/edit/state.ts";
import { passageOf } from "../draft.ts";
import { DepthBadge } from "../world/DepthBadge.tsx";
import { FirstAnswer } from "./FirstAnswer.tsx";
import styles from "./PassageView.module.css";

/** The passage of an earlier run, to be read and not changed. */
export default function PassageView({ run }: { run: EditRun }) {
  const passage = passageOf(run);
  if (!passage) return null;
  return (
    <div>
      <h3 className={styles.title} translate="no">
        {passage.title}
      </h3>
      <p className={styles.text} translate="no">
        {passage.text}
      </p>
      <h3 className={styles.heading}>
        Questions <span>asked without the passage</span>
      </h3>
      <ol aria-label="Questions">
        {passage.questions.map((question, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
          <li key={index} className={styles.question}>
            <p className={styles.asked} translate="no">
              {question.question}
            </p>
            <p className={styles.answers}>
              {question.answers.join(" | ")} <DepthBadge question={question.question} kind={question.kind} />
            </p>
            <FirstAnswer
              outcome={run.answers.untouched?.outcomes[index]}
              partial={run.answers.untouched?.partial[index]}
            />
          </li>
        ))}
      </ol>
    </div>
  );
}
