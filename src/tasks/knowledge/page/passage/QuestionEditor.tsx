import { Trash2 } from "lucide-react";
import type { DraftQuestion } from "../../../../app/draft.ts";
import { type DraftIssue, issueFor } from "../../../../app/draftCheck.ts";
import { usePlayground, usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import type { PlaygroundState } from "../../../../app/playgroundState.ts";
import { runPassage } from "../../../../app/runPassage.ts";
import { liveRun } from "../../../../app/runs/runsState.ts";
import type { AnswerState } from "../../../../runs/edit/state.ts";
import { IconButton } from "../../../../ui/primitives/Button.tsx";
import { FieldMessage } from "../../../../ui/primitives/FieldMessage.tsx";
import { DepthBadge } from "../world/DepthBadge.tsx";
import { useWorldReader } from "../world/useWorld.ts";
import { FirstAnswer } from "./FirstAnswer.tsx";
import styles from "./QuestionEditor.module.css";

interface QuestionEditorProps {
  question: DraftQuestion;
  index: number;
  issues: readonly DraftIssue[];
}

export function QuestionEditor({ question, index, issues }: QuestionEditorProps) {
  const { draft } = usePlayground();
  const outcome = usePlaygroundState((state) => answersTo(state, question, index)?.outcomes[index]);
  const partial = usePlaygroundState((state) => answersTo(state, question, index)?.partial[index]);
  const world = useWorldReader();
  const { id } = question;
  const isUnreadable =
    world !== null &&
    question.question.trim() !== "" &&
    world.depthOfQuestion(question.question.trim()) === null;
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
          data-unreadable={isUnreadable}
          aria-invalid={questionIssue?.missing === false}
          aria-describedby={questionIssue || isUnreadable ? `issue-question-${id}` : undefined}
          placeholder="What do you want to ask?"
          value={question.question}
          onChange={(event) =>
            draft.changeQuestion(id, { question: event.target.value.replaceAll("\n", " ") })
          }
        />
        <FieldMessage
          id={`issue-question-${id}`}
          issue={questionIssue ?? (isUnreadable ? UNREADABLE : undefined)}
        />
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
        <div className={styles.under}>
          <DepthBadge question={question.question} kind={question.kind} />
          <FirstAnswer outcome={outcome} partial={partial} />
        </div>
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

const UNREADABLE = { message: "The embedded model knows no question of this form.", missing: false };

/** What the untouched model said, in a run or before any, as long as this is still the question it was asked. */
function answersTo(state: PlaygroundState, question: DraftQuestion, index: number): AnswerState | undefined {
  const asked = [liveRun(state, "edit", "knowledge"), state.preview].find(
    (run) => run && runPassage(run)?.questions[index]?.question === question.question.trim(),
  );
  return asked?.answers.untouched;
}
