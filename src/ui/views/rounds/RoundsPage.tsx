import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { metadataOf } from "../../../app/rounds/rounds.ts";
import { openedRun, shownRun } from "../../../app/runs/runsState.ts";
import { PuzzleHabits } from "../../../tasks/arc/page/PuzzleHabits.tsx";
import { RoundHabits } from "../../../tasks/knowledge/page/RoundHabits.tsx";
import styles from "../../primitives/Section.module.css";
import { ViewHero } from "../../primitives/ViewHero.tsx";
import { ImportRun } from "../../runs/ImportRun.tsx";
import { KeepWriter } from "./KeepWriter.tsx";
import { RoundAccuracy } from "./RoundAccuracy.tsx";
import { RoundsBar } from "./RoundsBar.tsx";
import { RoundsEnd } from "./RoundsEnd.tsx";
import { RoundsSetup } from "./RoundsSetup.tsx";
import { RoundsTable } from "./RoundsTable.tsx";
import { RoundsTree } from "./RoundsTree.tsx";
import { useRounds } from "./useRounds.ts";
import { WriterLoss } from "./WriterLoss.tsx";

/** SEAL's outer loop: rounds in which the model learns to write edits that help. */
export default function RoundsPage() {
  useRounds();
  const task = usePlaygroundState((state) => state.roundsTask);
  const run = usePlaygroundState((state) => shownRun(state, "rounds", task));
  const recorded = usePlaygroundState((state) => openedRun(state, "rounds", task)?.source === "recorded");
  const { words } = metadataOf(task);
  return (
    <>
      <ViewHero question={words.question}>
        <p>{words.intro}</p>
      </ViewHero>
      <RoundsSetup />
      <RoundsBar />
      <div id="workspace" className={styles.results} tabIndex={-1}>
        {run ? (
          <>
            <RoundsEnd run={run} />
            {recorded ? (
              <p className={styles.none}>A recording: these rounds were run elsewhere and imported.</p>
            ) : (
              <KeepWriter run={run} />
            )}
            <div className={styles.figures}>
              <RoundAccuracy run={run} words={words} />
              <WriterLoss run={run} />
            </div>
            {task === "arc" ? <PuzzleHabits run={run} /> : <RoundHabits run={run} />}
            <RoundsTree run={run} words={words} />
          </>
        ) : (
          <p className={styles.none}>
            Nothing has been run yet. The tree of {words.many} and edits, the accuracy after each round and
            the writer’s habits will stand here.
          </p>
        )}
        <RoundsTable />
        <p>
          <ImportRun label="Import rounds" fileLabel="File of rounds" />
        </p>
      </div>
    </>
  );
}
