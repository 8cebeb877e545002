import { Sprout } from "lucide-react";
import { useState } from "react";
import type { PlantedAnswer } from "../../../versions/versionEvents.ts";
import { Button } from "../../primitives/Button.tsx";
import { plural } from "../../primitives/format.ts";
import page from "../../primitives/Section.module.css";
import { ScrollTable } from "../../primitives/tables/ScrollTable.tsx";
import { DriftFacts } from "./DriftFacts.tsx";
import { StatementList } from "./StatementList.tsx";
import type { Versions } from "./useVersions.ts";
import styles from "./Versions.module.css";

interface PlantFactProps {
  versions: Versions;
  disabled: boolean;
}

const EMBEDDED = "embedded-reader";
const SAYS: Record<PlantedAnswer["says"], string> = {
  planted: "the planted fact",
  truth: "the truth",
  other: "something else",
};

/** A demonstration: plant a wrong fact in an edit, watch it spread, see it pointed out, roll back. */
export function PlantFact({ versions, disabled }: PlantFactProps) {
  const { listed, offered, planted, askedAgain, loaded, limits, ask, working } = versions;
  const [fact, setFact] = useState(0);
  const [value, setValue] = useState("");
  if (loaded?.id !== EMBEDDED) {
    return (
      <p className={page.none}>
        With the embedded reader you can plant a wrong fact here and watch it spread: only of its invented
        world is it known exactly what is false.
      </p>
    );
  }
  const chosen = offered?.facts[fact];
  const wrong = chosen?.alternatives.includes(value) ? value : (chosen?.alternatives[0] ?? "");
  return (
    <section className={page.section} aria-labelledby="heading-plant" data-panel="plant">
      <h2 id="heading-plant">Plant a wrong fact</h2>
      <p className={page.meaning}>
        An edit may say what its passage does not. Here you put one such line into a true edit, train on it,
        and see how far it reaches, what notices it, and that rolling back removes it.
      </p>
      {offered === null || chosen === undefined ? (
        <Button
          icon={<Sprout aria-hidden />}
          disabled={disabled}
          onClick={() => ask({ type: "offerFacts", seed: 3 })}
        >
          Show a passage
        </Button>
      ) : (
        <div className={styles.row}>
          <label className={styles.field}>
            <span>Fact</span>
            <select value={fact} onChange={({ target }) => setFact(Number(target.value))}>
              {offered.facts.map(({ sentence }, index) => (
                <option key={sentence} value={index}>
                  {sentence}
                </option>
              ))}
            </select>
          </label>
          <label className={styles.field}>
            <span>Instead of “{chosen.value}”</span>
            <select value={wrong} onChange={({ target }) => setValue(target.value)}>
              {chosen.alternatives.map((alternative) => (
                <option key={alternative}>{alternative}</option>
              ))}
            </select>
          </label>
          <Button
            look="primary"
            icon={<Sprout aria-hidden />}
            disabled={disabled}
            onClick={() => ask({ type: "plant", seed: offered.seed, fact, value: wrong, limits })}
          >
            Plant and train
          </Button>
          <Button
            look="quiet"
            disabled={disabled}
            onClick={() => {
              setFact(0);
              ask({ type: "offerFacts", seed: offered.seed + 1 });
            }}
          >
            Another passage
          </Button>
        </div>
      )}
      {working?.step && <p className={page.details}>{working.step} …</p>}
      {planted && (
        <div className={styles.planted}>
          <p>
            The passage: <q>{planted.truth}</q> The edit: <q>{planted.planted}</q>
          </p>
          <ScrollTable caption="What it answers closed book about the planted fact">
            <thead>
              <tr>
                <th scope="col">Question</th>
                <th scope="col">Before: {spreadOf(planted.before)}</th>
                <th scope="col">After training: {spreadOf(planted.after)}</th>
                {askedAgain && <th scope="col">In force now: {spreadOf(askedAgain.answers)}</th>}
              </tr>
            </thead>
            <tbody>
              {planted.before.map((before, index) => (
                <tr key={before.question}>
                  <th scope="row">{before.question}</th>
                  <Answer answer={before} />
                  <Answer answer={planted.after[index]} />
                  {askedAgain && <Answer answer={askedAgain.answers[index]} />}
                </tr>
              ))}
            </tbody>
          </ScrollTable>
          <p>
            {planted.measured.reasons.length === 0
              ? "Nothing vetoes it under your limits."
              : `What would veto it: ${planted.measured.reasons.join(" ")}`}
          </p>
          <StatementList pieces={planted.measured.pieces} open />
          {planted.measured.drift && <DriftFacts drift={planted.measured.drift} />}
          {listed?.candidate?.runId === planted.measured.runId && (
            <p className={page.details}>
              It waits under “Trained, not kept yet”. Keep it to see the veto, merge it nevertheless, then
              roll back: the questions are asked again.
            </p>
          )}
        </div>
      )}
    </section>
  );
}

function Answer({ answer }: { answer: PlantedAnswer | undefined }) {
  if (answer === undefined) return <td />;
  return (
    <td>
      {answer.answer}{" "}
      <span className={styles.says} data-says={answer.says}>
        ({SAYS[answer.says]})
      </span>
    </td>
  );
}

function spreadOf(answers: readonly PlantedAnswer[]): string {
  const count = answers.filter(({ says }) => says === "planted").length;
  return `${count} of ${plural(answers.length, "answer")} wrong as planted`;
}
