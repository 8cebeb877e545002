import { Dices } from "lucide-react";
import { useCallback } from "react";
import { stepAddress, UNTOUCHED } from "../../../app/lessons/progress.ts";
import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { viewLabel } from "../../../app/view.ts";
import type { Lesson, LessonStep } from "../../../lessons/lesson.ts";
import { Button } from "../../primitives/Button.tsx";
import { FigureTable } from "./FigureTable.tsx";
import { Question } from "./Question.tsx";
import { SlowMotion } from "./SlowMotion.tsx";
import { StepAction } from "./StepAction.tsx";
import styles from "./StepBody.module.css";
import { TermText } from "./TermText.tsx";
import { useLessons, useProgress } from "./useLessons.ts";

interface StepBodyProps {
  lesson: Lesson;
  step: LessonStep;
  /** Shows the view that the step is about. */
  onReturn: () => void;
}

/** What a step says, asks and has one do; first the prediction, then the deed, then what was measured elsewhere. */
export function StepBody({ lesson, step, onReturn }: StepBodyProps) {
  const address = stepAddress(lesson, step);
  const progress = useProgress()[address] ?? UNTOUCHED;
  const { note } = useLessons();
  const isThere = usePlaygroundState(({ view }) => view === step.view);
  const { action, question, figure, luck } = step;
  const onDone = useCallback(() => note(address, { done: true }), [note, address]);
  return (
    <div className={styles.body}>
      <p className={styles.text}>
        <TermText text={step.text} />
      </p>
      {!isThere && (
        <p className={styles.away}>
          This step is about “{viewLabel(step.view)}”. <Button onClick={onReturn}>Show it</Button>
        </p>
      )}
      {action && (
        <StepAction step={step} action={action} done={progress.done} isThere={isThere} onDone={onDone} />
      )}
      {step.slowMotion && <SlowMotion />}
      {question && (
        <Question
          key={address}
          question={question}
          progress={progress}
          isEarly={action !== undefined && !progress.done}
          onChange={(change) => note(address, change)}
        />
      )}
      {/* A figure would give the answer away. */}
      {figure && (question === undefined || progress.checked) && <FigureTable figure={figure} />}
      {luck && (
        <p className={styles.luck}>
          <Dices aria-hidden />
          <span>
            <strong>Why it may be luck.</strong> <TermText text={luck} />
          </span>
        </p>
      )}
    </div>
  );
}
