import { contextOn } from "../../../app/puzzles/puzzleActions.ts";
import { runOf } from "../../../app/puzzles/puzzleState.ts";
import { usePuzzleState } from "../../../app/puzzles/usePuzzles.ts";
import { AnswerView } from "./AnswerView.tsx";
import { EditView } from "./EditView.tsx";
import { PuzzleStation } from "./PuzzleStation.tsx";
import styles from "./PuzzleStations.module.css";
import { contextOfRun } from "./puzzleReading.ts";
import { RewardView } from "./RewardView.tsx";
import { TestView } from "./TestView.tsx";
import { TrainingView } from "./TrainingView.tsx";

/** The five stations of the run of the puzzle on screen. */
export function PuzzleStations() {
  const run = usePuzzleState(runOf);
  const context = run && contextOfRun(run);
  const shown = usePuzzleState(contextOn);
  const isChanged = context !== null && JSON.stringify(shown.puzzle) !== JSON.stringify(context.puzzle);
  const before = run?.answers.untouched?.result;
  return (
    <div className={styles.stations}>
      {isChanged && (
        <p className={styles.changed} role="status">
          You have changed the puzzle since this run.
        </p>
      )}
      <PuzzleStation
        station="read"
        summary={before && (before.correct === 1 ? "solved at sight" : "not solved at sight")}
      >
        {run && context && <AnswerView run={run} row="untouched" puzzle={context.puzzle} />}
        {run && run.warnings.length > 0 && (
          <ul className={styles.warnings} aria-label="Warnings">
            {run.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        )}
      </PuzzleStation>
      <PuzzleStation station="write">{run && <EditView run={run} />}</PuzzleStation>
      <PuzzleStation station="train">{run && <TrainingView run={run} />}</PuzzleStation>
      <PuzzleStation station="test">
        {run && context && <TestView run={run} puzzle={context.puzzle} />}
      </PuzzleStation>
      <PuzzleStation station="reward">{run && <RewardView run={run} />}</PuzzleStation>
    </div>
  );
}
