import { ArrowLeft, ArrowRight, Check, ChevronDown, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { type LessonPlace, placeHash } from "../../../app/lessons/lessonPlace.ts";
import { isComplete, type Progress, stepAddress } from "../../../app/lessons/progress.ts";
import { usePlayground } from "../../../app/PlaygroundContext.tsx";
import type { Lesson, LessonStep } from "../../../lessons/lesson.ts";
import { LESSONS } from "../../../lessons/lessons.ts";
import { IconButton } from "../../primitives/Button.tsx";
import styles from "./LessonPanel.module.css";
import "./panels.css";
import { StepBody } from "./StepBody.tsx";
import { useLessons, useOpenStep, useProgress } from "./useLessons.ts";
import { usePanels } from "./usePanels.ts";

/** The step of a lesson beside the real page; on a phone a sheet that can be folded. */
export default function LessonPanel() {
  const open = useOpenStep();
  return open && <OpenLesson {...open} />;
}

interface OpenLessonProps {
  lesson: Lesson;
  step: LessonStep;
  place: LessonPlace;
}

function OpenLesson({ lesson, step, place }: OpenLessonProps) {
  const { closeLesson } = usePlayground();
  const { goTo, note } = useLessons();
  const progress = useProgress();
  const [folded, setFolded] = useState(false);
  const heading = useHeadingFocus(step);
  const address = stepAddress(lesson, step);
  const isWithheld = step.withholdsAnswers === true && progress[address]?.checked !== true;
  usePanels(step, { hide: place.hide, folded, isWithheld });
  // A step that asks for nothing is over once it was seen.
  useEffect(() => note(address, {}), [note, address]);
  return (
    <aside className={styles.lesson} aria-label="Lesson" data-folded={folded}>
      <header className={styles.head}>
        <p className={styles.name}>
          <a href="#view=lessons">Lesson {LESSONS.indexOf(lesson) + 1}</a> {lesson.title}
        </p>
        <span className={styles.fold}>
          <IconButton
            label={folded ? "Unfold the lesson" : "Fold the lesson"}
            icon={<ChevronDown aria-hidden />}
            aria-expanded={!folded}
            aria-controls="lesson-step"
            onClick={() => setFolded(!folded)}
          />
        </span>
        <IconButton label="Close the lesson" icon={<X aria-hidden />} onClick={closeLesson} />
      </header>
      <div id="lesson-step" className={styles.step} hidden={folded}>
        {/* It scrolls by itself. */}
        <div className={styles.scroll} key={address}>
          <StepStops lesson={lesson} step={step} place={place} progress={progress} />
          <h2 ref={heading} tabIndex={-1} className={styles.title}>
            {step.title}
          </h2>
          <StepBody lesson={lesson} step={step} onReturn={() => goTo(place)} />
        </div>
        <WayOn lesson={lesson} step={step} place={place} />
      </div>
    </aside>
  );
}

interface StepStopsProps extends OpenLessonProps {
  progress: Progress;
}

function StepStops({ lesson, step, place, progress }: StepStopsProps) {
  return (
    <nav aria-label="Steps of the lesson">
      <ol className={styles.stops}>
        {lesson.steps.map((one, index) => {
          const done = isComplete(one, progress[stepAddress(lesson, one)]);
          return (
            <li key={one.id}>
              <a
                href={placeHash({ ...place, step: one.id })}
                aria-current={one === step ? "step" : undefined}
                data-done={done}
                title={one.title}
              >
                {done && one !== step ? <Check aria-hidden /> : index + 1}
                <span className="visually-hidden">
                  {" "}
                  {one.title}
                  {done && " (done)"}
                </span>
              </a>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

/** Back, and on: to the next step, or after the last one to the next lesson. */
function WayOn({ lesson, step, place }: OpenLessonProps) {
  const index = lesson.steps.indexOf(step);
  const before = lesson.steps[index - 1];
  const next = lesson.steps[index + 1];
  const nextLesson = LESSONS[LESSONS.indexOf(lesson) + 1];
  return (
    <footer className={styles.way}>
      {before && (
        <a href={placeHash({ ...place, step: before.id })}>
          <ArrowLeft aria-hidden /> Back
        </a>
      )}
      {next ? (
        <a className={styles.next} href={placeHash({ ...place, step: next.id })}>
          Next: {next.title} <ArrowRight aria-hidden />
        </a>
      ) : (
        <a
          className={styles.next}
          href={nextLesson ? placeHash({ ...place, lesson: nextLesson.id, step: "" }) : "#view=lessons"}
        >
          {nextLesson ? `Next lesson: ${nextLesson.title}` : "All lessons"} <ArrowRight aria-hidden />
        </a>
      )}
    </footer>
  );
}

/** From step to step the focus goes along; a page that opens on one leaves it where it is. */
function useHeadingFocus(step: LessonStep) {
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current !== step) heading.current?.focus({ preventScroll: true });
    shown.current = step;
  }, [step]);
  return heading;
}
