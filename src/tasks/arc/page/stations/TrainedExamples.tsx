import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import type { Row } from "../../../../runs/edit/state.ts";
import { IconButton } from "../../../../ui/primitives/Button.tsx";
import { formatCount, plural } from "../../../../ui/primitives/format.ts";
import { MAX_EXAMPLES, MAX_TRAINING_CELLS } from "../../trainingLimits.ts";
import { cellFor, PairPicture } from "../grids/PairPicture.tsx";
import type { TrainedExample, TrainingMaterial } from "../reading.ts";
import { puzzleRow } from "../text.ts";
import styles from "./TrainedExamples.module.css";

interface TrainedExamplesProps {
  trainings: readonly { row: Row; material: TrainingMaterial }[];
}

/** Every example that was trained on, by what was done to the puzzle to make it. */
export function TrainedExamples({ trainings }: TrainedExamplesProps) {
  const [chosenRow, setRow] = useState<Row>("self-edit");
  const [chosenOrigin, setOrigin] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const training = trainings.find(({ row }) => row === chosenRow) ?? trainings[0];
  if (!training) return null;
  const { examples, dropped, edit } = training.material;
  const origins = [...new Set(examples.map(({ origin }) => origin))];
  const origin = origins.find((one) => one === chosenOrigin) ?? origins[0];
  const shown = examples.filter((example) => example.origin === origin);
  const index = Math.min(at, shown.length - 1);
  const example = shown[index];
  const left = leftOut(dropped);
  const step = (by: number) => setAt((index + by + shown.length) % shown.length);
  return (
    <section className={styles.examples} aria-label="What it trained on">
      <h3 className={styles.heading}>What it trained on</h3>
      <div className={styles.choices}>
        {trainings.length > 1 && (
          <select
            aria-label="Training"
            value={training.row}
            onChange={(event) => {
              const next = trainings.find(({ row }) => row === event.target.value);
              if (next) setRow(next.row);
              setAt(0);
            }}
          >
            {trainings.map(({ row }) => (
              <option key={row} value={row}>
                {puzzleRow(row).label}
              </option>
            ))}
          </select>
        )}
        <select
          aria-label="How the examples were made"
          value={origin}
          onChange={(event) => {
            setOrigin(event.target.value);
            setAt(0);
          }}
        >
          {origins.map((one) => (
            <option key={one} value={one}>
              {one} ({examples.filter((candidate) => candidate.origin === one).length})
            </option>
          ))}
        </select>
        <span className={styles.turn}>
          <IconButton label="Previous example" icon={<ChevronLeft aria-hidden />} onClick={() => step(-1)} />
          <span>
            {index + 1} of {shown.length}
          </span>
          <IconButton label="Next example" icon={<ChevronRight aria-hidden />} onClick={() => step(1)} />
        </span>
      </div>
      {example && <Example example={example} />}
      <p className={styles.foot}>
        {plural(examples.length, "example")}
        {left !== "" && `; left out: ${left}`}. The answer that is asked for later is in none of them.
      </p>
      {training.row !== "self-edit" && (
        <details className={styles.foot}>
          <summary>The edit of this control</summary>
          <pre>{edit}</pre>
        </details>
      )}
    </section>
  );
}

function Example({ example: { pairs, sources } }: { example: TrainedExample }) {
  const drawn = pairs.map(([input, output]) => ({ input, output }));
  const cell = cellFor(drawn, 210, 15);
  return (
    <ol className={styles.pairs}>
      {drawn.map((pair, i) => {
        const isAsked = i === drawn.length - 1;
        const from = `from demonstration ${(sources[i] ?? 0) + 1}`;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: an example never changes
          <li key={i} data-asked={isAsked}>
            <PairPicture {...pair} label={`${isAsked ? "Asked" : "Shown"}, ${from}`} cell={cell} />
            <span>{isAsked ? `asked, ${from}` : from}</span>
          </li>
        );
      })}
    </ol>
  );
}

function leftOut({ tooLarge, repeated, overCap }: TrainingMaterial["dropped"]): string {
  return [
    tooLarge > 0 ? `${tooLarge} too large for the model` : "",
    repeated > 0 ? `${repeated} that repeat another or show their own answer` : "",
    overCap > 0
      ? `${overCap} above the cap of ${MAX_EXAMPLES} examples and ${formatCount(MAX_TRAINING_CELLS)} cells`
      : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}
