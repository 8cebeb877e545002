import { lazy } from "react";
import { usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { shownPassageRun } from "../../../../app/playgroundState.ts";
import type { ConditionResult } from "../../../../protocol/run.ts";
import type { EditRun } from "../../../../runs/edit/state.ts";
import { resultsOf } from "../../../../runs/edit/state.ts";
import { ChartOrTable } from "../../../primitives/charts/ChartOrTable.tsx";
import { DepthTable } from "./DepthTable.tsx";
import styles from "./RewardStation.module.css";
import { RunAgain } from "./RunAgain.tsx";
import { comparisons, guessVerdict, selectionText } from "./rewardText.ts";
import { Station } from "./Station.tsx";

const ResultFigure = lazy(() => import("./ResultFigure.tsx"));

/** What the self-edit was worth, against every control, and whether it could be luck. */
export function RewardStation() {
  const run = usePlaygroundState(shownPassageRun);
  const prediction = usePlaygroundState((state) => state.draft.prediction);
  const results = run ? resultsOf(run) : [];
  const selection = run && selectionText(run);
  const guess = prediction && guessVerdict(prediction, results);
  return (
    <Station station="reward">
      {run && results.length > 0 && (
        <div className={styles.reward}>
          <Headline run={run} />
          <ChartOrTable
            of="accuracy"
            note={`Share of questions answered right, with 95 % Wilson intervals. ${stepsText(run)}`}
            look={styles}
          >
            {(asTable) => <ResultFigure results={results} asTable={asTable} />}
          </ChartOrTable>
          <DepthTable results={results} />
          <ul className={styles.reading}>
            {comparisons(results).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
            {selection && <li>{selection}</li>}
            {guess && <li>{guess}</li>}
          </ul>
          <RunAgain />
        </div>
      )}
    </Station>
  );
}

function Headline({ run }: { run: EditRun }) {
  const before = run.answers.untouched?.result;
  const after = run.answers["self-edit"]?.result;
  if (!before || !after) return null;
  return (
    <div className={styles.headline}>
      <p className={styles.change}>
        <Share result={before} />{" "}
        <span className={styles.arrow} aria-hidden>
          →
        </span>
        <span className="visually-hidden">before, </span> <Share result={after} emphasis />
        <span className="visually-hidden">after</span>
      </p>
      <p className={styles.meaning}>
        right before and after it learned from its own notes.
        {run.reward && (
          <>
            {" "}
            Reward <strong>{run.reward.reward.toFixed(2)}</strong>, gain{" "}
            <strong>{signed(run.reward.gain)}</strong>.
          </>
        )}
      </p>
    </div>
  );
}

function signed(gain: number): string {
  const sign = gain > 0 ? "+" : gain < 0 ? "−" : "";
  return `${sign}${Math.abs(gain).toFixed(2)}`;
}

function Share({ result, emphasis = false }: { result: ConditionResult; emphasis?: boolean }) {
  return (
    <span className={emphasis ? styles.after : styles.before}>
      {result.correct}
      <small>/{result.total}</small>
    </span>
  );
}

function stepsText(run: EditRun): string {
  const steps = Object.values(run.trainings).flatMap((training) => (training ? [training.steps] : []));
  const [first] = steps;
  if (first === undefined) return "";
  return steps.every((count) => count === first)
    ? `Every trained row had the same number of optimiser steps: ${first}.`
    : `The trained rows had different numbers of optimiser steps (${steps.join(", ")}), so they do not compare fairly.`;
}
