import { lazy } from "react";
import type { ConditionResult } from "../../../../protocol/run.ts";
import { type EditRun, resultsOf } from "../../../../runs/edit/state.ts";
import type { TaskPage } from "../../../../tasks/page/taskPage.ts";
import { ChartOrTable } from "../../../primitives/charts/ChartOrTable.tsx";
import { useSetup, useTask } from "../TaskContext.tsx";
import { KindTable } from "./KindTable.tsx";
import styles from "./Reward.module.css";
import { RunAgain } from "./RunAgain.tsx";
import { comparisons, guessVerdict, selectionText } from "./rewardText.ts";

const Accuracies = lazy(() => import("./Accuracies.tsx"));

/** What the self-edit of a run was worth, once there is something to compare. */
export default function Reward({ run }: { run: EditRun }) {
  const { page } = useTask();
  const { prediction } = useSetup();
  const results = resultsOf(run);
  const guess = prediction && guessVerdict(prediction, results);
  return (
    <div className={styles.reward}>
      {page.RewardView ? (
        <page.RewardView run={run} results={results} />
      ) : (
        <AccuracyReward run={run} page={page} />
      )}
      {guess && <p>{guess}</p>}
      <RunAgain />
    </div>
  );
}

/** For tasks that ask many things: accuracies with their intervals, and what may be concluded. */
function AccuracyReward({ run, page }: { run: EditRun; page: TaskPage }) {
  const { text } = page;
  const results = resultsOf(run);
  const selection = selectionText(run);
  return (
    <>
      <Headline run={run} />
      <ChartOrTable
        of="accuracy"
        note={`Share of questions answered right, with 95 % Wilson intervals. ${stepsText(run)}`}
        look={styles}
      >
        {(asTable) => <Accuracies run={run} text={text} asTable={asTable} />}
      </ChartOrTable>
      <KindTable run={run} text={text} />
      <ul className={styles.reading}>
        {comparisons(results, run.model.version).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
        {selection && <li>{selection}</li>}
      </ul>
    </>
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
        right before and after it learned from its own edit.
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
