import { Trash2 } from "lucide-react";
import type { DraftQuestion } from "../../app/draft.ts";
import { type DraftIssue, issueFor } from "../../app/draftCheck.ts";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import type { PlaygroundState } from "../../app/playgroundState.ts";
import { runPassage } from "../../app/runPassage.ts";
import type { AnswerState } from "../../app/runState.ts";
import { IconButton } from "../primitives/Button.tsx";
import { FieldMessage } from "../primitives/FieldMessage.tsx";
import { FirstAnswer } from "./FirstAnswer.tsx";
import styles from "./QuestionEditor.module.css";

interface QuestionEditorProps {
  question: DraftQuestion;
  index: number;
  issues: readonly DraftIssue[];
}

export function QuestionEditor({ question, index, issues }: QuestionEditorProps) {
  const { draft } = usePlayground();
  const outcome = usePlaygroundState((state) => firstAnswers(state, question, index)?.outcomes[index]);
  const partial = usePlaygroundState((state) => firstAnswers(state, question, index)?.partial[index]);
  const { id } = question;
  const number = index + 1;
  const questionIssue = issueFor(issues, `question:${id}`);
  const answersIssue = issueFor(issues, `answers:${id}`);
  return (
    <li className={styles.question}>
      <div className={styles.fields}>
        <textarea
          className={styles.asked}
          rows={Math.max(1, Math.ceil(question.question.length / 52))}
          aria-label={`Question ${number}`}
          aria-invalid={questionIssue?.missing === false}
          aria-describedby={questionIssue && `issue-question-${id}`}
          placeholder="What do you want to ask?"
          value={question.question}
          onChange={(event) =>
            draft.changeQuestion(id, { question: event.target.value.replaceAll("\n", " ") })
          }
        />
        <FieldMessage id={`issue-question-${id}`} issue={questionIssue} />
        <input
          className={styles.answers}
          aria-label={`Accepted answers to question ${number}`}
          title="Several accepted answers are separated by |"
          aria-invalid={answersIssue?.missing === false}
          aria-describedby={answersIssue && `issue-answers-${id}`}
          placeholder="Right answer | another spelling"
          value={question.answers}
          onChange={(event) => draft.changeQuestion(id, { answers: event.target.value })}
        />
        <FieldMessage id={`issue-answers-${id}`} issue={answersIssue} />
        <FirstAnswer outcome={outcome} partial={partial} />
      </div>
      <IconButton
        className={styles.delete}
        label={`Delete question ${number}`}
        icon={<Trash2 aria-hidden />}
        onClick={() => draft.deleteQuestion(id)}
      />
    </li>
  );
}

/** What the untouched model said, as long as this is still the question it was asked. */
function firstAnswers(
  state: PlaygroundState,
  question: DraftQuestion,
  index: number,
): AnswerState | undefined {
  const run = state.live;
  if (!run || runPassage(run)?.questions[index]?.question !== question.question.trim()) return undefined;
  return run.answers.untouched;
}
