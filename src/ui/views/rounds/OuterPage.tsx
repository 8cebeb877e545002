import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { outerTask } from "../../../app/playgroundState.ts";
import { PuzzleHabits } from "../../../tasks/arc/page/PuzzleHabits.tsx";
import { RoundHabits } from "../../../tasks/knowledge/page/RoundHabits.tsx";
import { ViewHero } from "../../primitives/ViewHero.tsx";
import { ImportRounds } from "./ImportRounds.tsx";
import { KeepWriter } from "./KeepWriter.tsx";
import { OuterBar } from "./OuterBar.tsx";
import { OuterEnd } from "./OuterEnd.tsx";
import styles from "./OuterPage.module.css";
import { OuterRuns } from "./OuterRuns.tsx";
import { OuterSetup } from "./OuterSetup.tsx";
import { OuterTree } from "./OuterTree.tsx";
import { RoundAccuracy } from "./RoundAccuracy.tsx";
import { WriterLoss } from "./WriterLoss.tsx";

/** SEAL's outer loop: rounds in which the model learns to write edits that help. */
export default function OuterPage() {
  const run = usePlaygroundState((state) => state.outer.live);
  const recorded = usePlaygroundState(({ outer }) =>
    outer.runs.some(({ runId, source }) => source === "recorded" && runId === outer.live?.runId),
  );
  const { task, words } = usePlaygroundState(outerTask);
  return (
    <>
      <ViewHero question={words.question}>
        <p>{words.intro}</p>
      </ViewHero>
      <OuterSetup />
      <OuterBar />
      <div id="workspace" className={styles.results} tabIndex={-1}>
        {run ? (
          <>
            <OuterEnd run={run} />
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
            <OuterTree run={run} words={words} />
          </>
        ) : (
          <p className={styles.none}>
            Nothing has been run yet. The tree of {words.many} and edits, the accuracy after each round and
            the writer’s habits will stand here.
          </p>
        )}
        <OuterRuns />
        <ImportRounds />
      </div>
    </>
  );
}
