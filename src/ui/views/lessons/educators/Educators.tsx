import { FileJson, Printer, Table } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { type LessonPlace, placeHash } from "../../../../app/lessons/lessonPlace.ts";
import { HIDEABLE, type Lesson } from "../../../../lessons/lesson.ts";
import { LESSONS } from "../../../../lessons/lessons.ts";
import { Button } from "../../../primitives/Button.tsx";
import page from "../../../primitives/Section.module.css";
import { saveBlob, saveFile } from "../../../primitives/saveFile.ts";
import { ViewHero } from "../../../primitives/ViewHero.tsx";
import { FigureTable } from "../FigureTable.tsx";
import styles from "./Educators.module.css";
import { figureLines, figuresCsv } from "./figuresFile.ts";
import { Handout } from "./Handout.tsx";

/** What is printed: sheets to be filled in, or the same with the answers. */
type Sheet = "hand-outs" | "answer key";

/** Each lesson's aims, minutes, needs, links, answers and figures, and sheets to print. */
export default function Educators() {
  const [hide, setHide] = useState<readonly string[]>([]);
  const [sheet, print] = usePrint();
  return (
    <>
      <div className={styles.screen}>
        <ViewHero question="For educators">
          <p>
            What each lesson is for, how long it takes and what it needs; links to hand out, answers,
            questions for the class, and the figures. Students need a browser and nothing else; nobody sees
            what they answer. <a href="#view=lessons">To the lessons</a>
          </p>
        </ViewHero>
        <div id="workspace" className={page.results} tabIndex={-1}>
          <Tools title="For all lessons" lessons={LESSONS} name="lessons" onPrint={print} />
          <fieldset className={styles.hide}>
            <legend>Links below hide, beside the lesson</legend>
            {Object.entries(HIDEABLE).map(([panel, label]) => (
              <label key={panel}>
                <input
                  type="checkbox"
                  checked={hide.includes(panel)}
                  onChange={() =>
                    setHide(hide.includes(panel) ? hide.filter((one) => one !== panel) : [...hide, panel])
                  }
                />
                {label}
              </label>
            ))}
          </fieldset>
          {LESSONS.map((lesson, index) => (
            <LessonSheet key={lesson.id} lesson={lesson} number={index + 1} hide={hide} onPrint={print} />
          ))}
        </div>
      </div>
      {sheet && (
        <div className={styles.print}>
          {sheet.lessons.map((lesson) => (
            <Handout
              key={lesson.id}
              lesson={lesson}
              number={LESSONS.indexOf(lesson) + 1}
              hasAnswers={sheet.what === "answer key"}
            />
          ))}
        </div>
      )}
    </>
  );
}

interface Printing {
  what: Sheet;
  lessons: readonly Lesson[];
}

/** The sheet is on the page only while it is printed. */
function usePrint() {
  const [sheet, setSheet] = useState<Printing | null>(null);
  useEffect(() => {
    if (sheet === null) return;
    const clear = () => setSheet(null);
    addEventListener("afterprint", clear);
    window.print();
    return () => removeEventListener("afterprint", clear);
  }, [sheet]);
  return [sheet, setSheet] as const;
}

interface ToolsProps {
  title: string;
  lessons: readonly Lesson[];
  /** Of the files. */
  name: string;
  onPrint: (sheet: Printing) => void;
}

function Tools({ title, lessons, name, onPrint }: ToolsProps) {
  const lines = figureLines(lessons);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset holds fields
    <div className={styles.tools} role="group" aria-label={title}>
      <Button icon={<Printer aria-hidden />} onClick={() => onPrint({ what: "hand-outs", lessons })}>
        Print hand-outs
      </Button>
      <Button icon={<Printer aria-hidden />} onClick={() => onPrint({ what: "answer key", lessons })}>
        Print the answer key
      </Button>
      {lines.length > 0 && (
        <>
          <Button
            look="quiet"
            icon={<Table aria-hidden />}
            onClick={() => saveBlob(`${name}.csv`, new Blob([figuresCsv(lines)], { type: "text/csv" }))}
          >
            Figures as CSV
          </Button>
          <Button
            look="quiet"
            icon={<FileJson aria-hidden />}
            onClick={() => saveFile(`${name}.json`, JSON.stringify(lines, null, 2))}
          >
            as JSON
          </Button>
        </>
      )}
    </div>
  );
}

interface LessonSheetProps {
  lesson: Lesson;
  number: number;
  hide: LessonPlace["hide"];
  onPrint: (sheet: Printing) => void;
}

function LessonSheet({ lesson, number, hide, onPrint }: LessonSheetProps) {
  const { id, title, aims, minutes, needs, steps, discussion } = lesson;
  const figures = steps.flatMap(({ figure }) => (figure ? [figure] : []));
  return (
    <section className={page.section} aria-labelledby={`heading-${id}`}>
      <h2 id={`heading-${id}`}>
        {number}. {title}
      </h2>
      <p>
        {minutes} minutes. {needs}
      </p>
      <Facts title="Afterwards students can">
        {aims.map((aim) => (
          <li key={aim}>{aim}</li>
        ))}
      </Facts>
      <Facts title="Steps, each with a link of its own">
        {steps.map((step) => (
          <li key={step.id}>
            <a href={placeHash({ lesson: id, step: step.id, hide })}>{step.title}</a>
            {step.action && ` · ${step.action.say}`}
          </li>
        ))}
      </Facts>
      <details className={styles.answers}>
        <summary>Answers</summary>
        <dl>
          {steps.map(
            ({ id: step, question }) =>
              question && (
                <div key={step}>
                  <dt>{question.ask}</dt>
                  {question.options.map(({ text, right, why }) => (
                    <dd key={text} data-right={right}>
                      <strong>{right ? "Right" : "Wrong"}:</strong> {text} <span>{why}</span>
                    </dd>
                  ))}
                </div>
              ),
          )}
        </dl>
      </details>
      {figures.length > 0 && (
        <details className={styles.answers}>
          <summary>Figures</summary>
          {figures.map((figure) => (
            <FigureTable key={figure.caption} figure={figure} />
          ))}
        </details>
      )}
      <Facts title="To discuss">
        {discussion.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </Facts>
      <Tools title={`Of “${title}”`} lessons={[lesson]} name={`lesson-${id}`} onPrint={onPrint} />
    </section>
  );
}

function Facts({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={styles.facts}>
      <h3>{title}</h3>
      <ul>{children}</ul>
    </div>
  );
}
