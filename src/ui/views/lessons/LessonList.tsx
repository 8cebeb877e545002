import { ArrowRight, Check, Clock } from "lucide-react";
import { placeHash } from "../../../app/lessons/lessonPlace.ts";
import { isComplete, type Progress, stepAddress } from "../../../app/lessons/progress.ts";
import type { Lesson, LessonStep } from "../../../lessons/lesson.ts";
import { LESSONS } from "../../../lessons/lessons.ts";
import LoopsFigure from "../../figures/LoopsFigure.tsx";
import { Button } from "../../primitives/Button.tsx";
import page from "../../primitives/Section.module.css";
import { ViewHero } from "../../primitives/ViewHero.tsx";
import styles from "./LessonList.module.css";
import { useLessons, useProgress } from "./useLessons.ts";

const MINUTES = LESSONS.reduce((sum, { minutes }) => sum + minutes, 0);

/** The nine lessons with their minutes, and how far somebody is in each. */
export function LessonList() {
  const progress = useProgress();
  const { forget } = useLessons();
  const hasBegun = Object.keys(progress).length > 0;
  return (
    <>
      <div className={styles.hero}>
        <ViewHero question="Learn it by doing it">
          <p>
            Nine lessons beside the real page: predict, try, check. Together they take about{" "}
            {Math.round(MINUTES / 60)} hours; each stands alone. What you have done is kept in this browser,
            and nobody needs an account.
          </p>
        </ViewHero>
        <LoopsFigure />
      </div>
      <div id="workspace" className={page.results} tabIndex={-1}>
        <ol className={styles.lessons} aria-label="Lessons">
          {LESSONS.map((lesson, index) => (
            <LessonCard key={lesson.id} lesson={lesson} number={index + 1} progress={progress} />
          ))}
        </ol>
        <p className={styles.foot}>
          <a href="#view=glossary">Glossary</a>
          <a href="#view=educators">For educators: hand-outs, answers, figures</a>
          {hasBegun && (
            <Button look="quiet" onClick={forget}>
              Forget my progress
            </Button>
          )}
        </p>
      </div>
    </>
  );
}

interface LessonCardProps {
  lesson: Lesson;
  number: number;
  progress: Progress;
}

function LessonCard({ lesson, number, progress }: LessonCardProps) {
  const { id, title, aims, minutes, steps } = lesson;
  const isDone = (step: LessonStep) => isComplete(step, progress[stepAddress(lesson, step)]);
  const done = steps.filter(isDone).length;
  const goOn = done === steps.length ? undefined : steps.find((step) => !isDone(step));
  return (
    <li className={styles.lesson}>
      <h2>
        <span aria-hidden>{number}</span>
        <a href={placeHash({ lesson: id, step: goOn?.id ?? "", hide: [] })}>{title}</a>
      </h2>
      <p className={styles.aim}>{aims[0]}</p>
      <p className={styles.facts}>
        <span className={styles.fact}>
          <Clock aria-hidden /> {minutes} min
        </span>
        <span className={styles.fact}>
          {done === steps.length && <Check aria-hidden />}
          {done} of {steps.length} steps
        </span>
        <progress aria-hidden value={done} max={steps.length} />
        <ArrowRight aria-hidden />
      </p>
    </li>
  );
}
