import { useId } from "react";
import type { StepProgress } from "../../../app/lessons/progress.ts";
import type { LessonQuestion } from "../../../lessons/lesson.ts";
import { Button } from "../../primitives/Button.tsx";
import { Verdict } from "../../primitives/Verdict.tsx";
import styles from "./Question.module.css";

interface QuestionProps {
  question: LessonQuestion;
  progress: StepProgress;
  /** Something is to be done first, which will show the answer. */
  isEarly: boolean;
  onChange: (change: Partial<StepProgress>) => void;
}

/** A prediction; once it is checked, why each answer is right or wrong. */
export function Question({ question, progress, isEarly, onChange }: QuestionProps) {
  const { answer, checked } = progress;
  const name = useId();
  const chosen = answer === null ? undefined : question.options[answer];
  return (
    <fieldset className={styles.question}>
      <legend>{question.ask}</legend>
      {question.options.map(({ text, right, why }, index) => (
        <label key={text} className={styles.option} data-chosen={index === answer}>
          <input
            type="radio"
            name={name}
            checked={index === answer}
            onChange={() => onChange({ answer: index, checked: false })}
          />
          <span>
            {text}
            {checked && (
              <span className={styles.why}>
                <Verdict correct={right} /> {why}
              </span>
            )}
          </span>
        </label>
      ))}
      <p className={styles.verdict} role="status">
        {checked && chosen && (chosen.right ? "You are right." : "Not so; read why, and choose again.")}
      </p>
      {!checked && (
        <p className={styles.check}>
          <Button disabled={answer === null} onClick={() => onChange({ checked: true })}>
            Check my answer
          </Button>
          <span>
            {answer === null
              ? "Predict first."
              : isEarly
                ? "Better: do what is asked first, and see for yourself."
                : ""}
          </span>
        </p>
      )}
    </fieldset>
  );
}
