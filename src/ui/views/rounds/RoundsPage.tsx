import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { roundsEntry } from "../../../app/playgroundState.ts";
import { openedRun, shownRun } from "../../../app/runs/runsState.ts";
import { findRecording } from "../../../runs/recordings.ts";
import type { RoundsRun } from "../../../runs/rounds/state.ts";
import type { TaskPageEntry } from "../../../tasks/page/taskPage.ts";
import { Part } from "../../primitives/Part.tsx";
import styles from "../../primitives/Section.module.css";
import { ViewHero } from "../../primitives/ViewHero.tsx";
import { ImportRun } from "../../runs/ImportRun.tsx";
import { useSomethingToSee } from "../../runs/useRecordings.ts";
import { useTaskPage } from "../useTaskPage.ts";
import { KeepWriter } from "./KeepWriter.tsx";
import { RoundAccuracy } from "./RoundAccuracy.tsx";
import { RoundsBar } from "./RoundsBar.tsx";
import { RoundsEnd } from "./RoundsEnd.tsx";
import { RoundsSetup } from "./RoundsSetup.tsx";
import { RoundsTable } from "./RoundsTable.tsx";
import { RoundsTree } from "./RoundsTree.tsx";
import { scoredRounds } from "./roundsText.ts";
import { useRounds } from "./useRounds.ts";
import { WriterLoss } from "./WriterLoss.tsx";

/** SEAL's outer loop: rounds in which the model learns to write edits that help. */
export default function RoundsPage() {
  useRounds();
  const entry = usePlaygroundState(roundsEntry);
  const run = usePlaygroundState((state) => shownRun(state, "rounds", entry.id));
  useSomethingToSee("rounds", entry.id);
  const { words } = entry.rounds;
  return (
    <>
      <ViewHero question={words.question}>
        <p>{words.intro}</p>
      </ViewHero>
      <RoundsSetup />
      <RoundsBar />
      <div id="workspace" className={styles.results} tabIndex={-1} data-panel="rounds">
        {run ? (
          <Part>
            <Results run={run} entry={entry} />
          </Part>
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

function Results({ run, entry }: { run: RoundsRun; entry: TaskPageEntry }) {
  const page = useTaskPage(entry);
  const { words } = entry.rounds;
  const recorded = usePlaygroundState((state) => openedRun(state, "rounds", entry.id)?.source === "recorded");
  const scored = scoredRounds(run);
  return (
    <>
      <RoundsEnd run={run} />
      {recorded ? (
        !findRecording(run.runId) && (
          <p className={styles.none}>A recording: these rounds were run elsewhere and imported.</p>
        )
      ) : (
        <KeepWriter run={run} />
      )}
      <div className={styles.figures}>
        <RoundAccuracy run={run} words={words} />
        <WriterLoss run={run} />
      </div>
      {scored.length > 0 && (
        <section className={styles.section} aria-labelledby="heading-habits" data-panel="habits">
          <h2 id="heading-habits">The writer’s habits</h2>
          <Part>
            <page.HabitsView rounds={scored} />
          </Part>
        </section>
      )}
      <RoundsTree run={run} words={words} page={page} />
    </>
  );
}
