import { placeHash } from "../../../../app/lessons/lessonPlace.ts";
import { withTerms } from "../../../../lessons/glossary.ts";
import type { Lesson, LessonStep } from "../../../../lessons/lesson.ts";
import { FigureTable } from "../FigureTable.tsx";
import styles from "./Handout.module.css";

interface HandoutProps {
  lesson: Lesson;
  number: number;
  /** The answer key: what is right and why, and the figures. */
  hasAnswers: boolean;
}

/** A lesson on paper. */
export function Handout({ lesson, number, hasAnswers }: HandoutProps) {
  const { title, aims, minutes, steps, discussion } = lesson;
  return (
    <article className={styles.sheet}>
      <h2>
        {number}. {title}
        {hasAnswers && " · answers"}
      </h2>
      <p>
        {minutes} minutes · {addressOf(lesson)}
        {!hasAnswers && <span className={styles.name}>Name</span>}
      </p>
      <ul className={styles.aims}>
        {aims.map((aim) => (
          <li key={aim}>{aim}</li>
        ))}
      </ul>
      {steps.map((step, index) => (
        <PaperStep key={step.id} step={step} number={index + 1} hasAnswers={hasAnswers} />
      ))}
      <h3>To discuss</h3>
      {discussion.map((one) => (
        <p key={one} className={hasAnswers ? undefined : styles.lines}>
          {one}
        </p>
      ))}
    </article>
  );
}

function PaperStep({ step, number, hasAnswers }: { step: LessonStep; number: number; hasAnswers: boolean }) {
  const { title, text, action, question, figure, luck } = step;
  return (
    <section className={styles.step}>
      <h3>
        {number}. {title}
      </h3>
      <p>{plain(text)}</p>
      {action && <p className={styles.action}>☐ {action.say}</p>}
      {question && (
        <>
          <p className={styles.ask}>{question.ask}</p>
          <ul className={styles.options}>
            {question.options.map((option) => (
              <li key={option.text}>
                {hasAnswers && option.right ? "☒" : "☐"} {option.text}
                {hasAnswers && <em> {option.why}</em>}
              </li>
            ))}
          </ul>
        </>
      )}
      {hasAnswers && figure && <FigureTable figure={figure} />}
      {hasAnswers && luck && <p>Why it may be luck: {plain(luck)}</p>}
      {!hasAnswers && <p className={styles.lines}>What I saw:</p>}
    </section>
  );
}

function plain(text: string): string {
  return withTerms(text)
    .map((part) => (typeof part === "string" ? part : part.written))
    .join("");
}

function addressOf(lesson: Lesson): string {
  const { origin, pathname } = location;
  return origin + pathname + placeHash({ lesson: lesson.id, step: "", hide: [] });
}
