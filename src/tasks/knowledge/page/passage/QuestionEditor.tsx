import { Trash2 } from "lucide-react";
import type { AnswerState, EditRun } from "../../../../runs/edit/state.ts";
import { IconButton } from "../../../../ui/primitives/Button.tsx";
import { FieldMessage } from "../../../../ui/primitives/FieldMessage.tsx";
import { issueAt } from "../../../page/taskPage.ts";
import { passageOf } from "../draft.ts";
import { changedQuestion, type DraftQuestion, withoutQuestion } from "../draftPassage.ts";
import { DepthBadge } from "../world/DepthBadge.tsx";
import { useWorldReader } from "../world/useWorld.ts";
import { FirstAnswer } from "./FirstAnswer.tsx";
import styles from "./QuestionEditor.module.css";
import { usePassage } from "./usePassage.ts";

interface QuestionEditorProps {
  question: DraftQuestion;
  index: number;
}

export function QuestionEditor({ question, index }: QuestionEditorProps) {
  const { issues, models, onChange, runs } = usePassage();
  const answers = answersTo(runs, question, index);
  const world = useWorldReader(models);
  const { id } = question;
  const change = (what: Partial<Pick<DraftQuestion, "question" | "answers">>) =>
    onChange((now) => ({ ...now, passage: changedQuestion(now.passage, id, what) }));
  const isUnreadable =
    world !== null &&
    question.question.trim() !== "" &&
    world.depthOfQuestion(question.question.trim()) === null;
  const number = index + 1;
  const questionIssue = issueAt(issues, `question:${id}`);
  const answersIssue = issueAt(issues, `answers:${id}`);
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
          onChange={(event) => change({ question: event.target.value.replaceAll("\n", " ") })}
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
          onChange={(event) => change({ answers: event.target.value })}
        />
        <FieldMessage id={`issue-answers-${id}`} issue={answersIssue} />
        <div className={styles.under}>
          <DepthBadge question={question.question} kind={question.kind} />
          <FirstAnswer outcome={answers?.outcomes[index]} partial={answers?.partial[index]} />
        </div>
      </div>
      <IconButton
        className={styles.delete}
        label={`Delete question ${number}`}
        icon={<Trash2 aria-hidden />}
        onClick={() => onChange((now) => ({ ...now, passage: withoutQuestion(now.passage, id) }))}
      />
    </li>
  );
}

const UNREADABLE = { message: "The embedded model knows no question of this form.", missing: false };

/** What the untouched model said, in a run or before any, as long as this is still the question it was asked. */
function answersTo(
  runs: readonly EditRun[],
  { question }: DraftQuestion,
  index: number,
): AnswerState | undefined {
  const asked = runs.find((run) => passageOf(run)?.questions[index]?.question === question.trim());
  return asked?.answers.untouched;
}
