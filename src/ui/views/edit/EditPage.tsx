import { lazy } from "react";
import { modelFor } from "../../../app/edit/taskModels.ts";
import { whyBusy } from "../../../app/engine/readiness.ts";
import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import type { PlaygroundState } from "../../../app/playgroundState.ts";
import type { TaskMetadata } from "../../../tasks/page/taskMetadata.ts";
import type { TaskPageEntry } from "../../../tasks/page/taskPage.ts";
import { Part } from "../../primitives/Part.tsx";
import { ViewHero } from "../../primitives/ViewHero.tsx";
import { RunBar } from "./bar/RunBar.tsx";
import { StationAnnouncer } from "./bar/StationAnnouncer.tsx";
import styles from "./EditPage.module.css";
import { Predict } from "./Predict.tsx";
import { RunNotices } from "./RunNotices.tsx";
import { SetupLine } from "./setup/SetupLine.tsx";
import { ReadStation } from "./stations/ReadStation.tsx";
import { RewardStation } from "./stations/RewardStation.tsx";
import { TestStation } from "./stations/TestStation.tsx";
import { TrainStation } from "./stations/TrainStation.tsx";
import { WriteStation } from "./stations/WriteStation.tsx";
import { TaskProvider, useContextProps, useIsOpened, useShownRun, useTask } from "./TaskContext.tsx";
import { useFollow } from "./useFollow.ts";

const LoopsFigure = lazy(() => import("../../figures/LoopsFigure.tsx"));
const RunTable = lazy(() => import("../../runs/RunTable.tsx"));
const ModelOffer = lazy(() => import("../../models/ModelOffer.tsx"));
const BatchView = lazy(() => import("./batch/BatchView.tsx"));

/** One self-edit of a task, through the five stations; the same for every task. */
export function EditPage({ entry }: { entry: TaskPageEntry }) {
  return (
    <TaskProvider entry={entry}>
      <Hero />
      <Sources />
      <RunBar />
      <SetupLine />
      <Workspace />
      <Below />
      <StationAnnouncer />
    </TaskProvider>
  );
}

/** The question, in one sentence for someone who has never heard of it, a guess at the answer, and a picture of the way. */
function Hero() {
  const { text } = useTask().page;
  return (
    <div className={styles.hero}>
      <div>
        <ViewHero question={text.question}>
          <p>
            {text.intro} <a href={`#lesson=${text.lesson}`}>New here? A lesson shows it</a>
          </p>
        </ViewHero>
        <Predict />
      </div>
      <div className={styles.loops}>
        <Part>
          <LoopsFigure />
        </Part>
      </div>
    </div>
  );
}

function Sources() {
  const { page } = useTask();
  const props = useContextProps();
  return page.SourceView ? <page.SourceView {...props} /> : null;
}

/** What goes in at the left, the four stations that it passes through at the right. */
function Workspace() {
  const { entry } = useTask();
  const run = useShownRun();
  const offersModels = usePlaygroundState((state) => run === null && needsModel(state, entry));
  const readOnly = useIsOpened();
  useFollow();
  return (
    <div id="workspace" className={styles.workspace} tabIndex={-1}>
      {/* It scrolls, and an old run has no field in it that would take the focus. */}
      <div className={styles.material} tabIndex={readOnly ? 0 : undefined} data-panel="read">
        <ReadStation />
      </div>
      <div className={styles.stations}>
        {offersModels && (
          <Part>
            <ModelOffer />
          </Part>
        )}
        <RunNotices />
        <WriteStation />
        <TrainStation />
        <TestStation />
        <RewardStation />
      </div>
    </div>
  );
}

/** Many contexts, and earlier runs. */
function Below() {
  const { entry, page } = useTask();
  return (
    <>
      {page.sets && (
        <Part>
          <BatchView />
        </Part>
      )}
      <Part>
        <RunTable entry={entry} page={page} />
      </Part>
    </>
  );
}

/** Nothing can be run or seen yet, and somebody has to choose; while another view has the model, nobody can. */
function needsModel(state: PlaygroundState, entry: TaskMetadata): boolean {
  const { session } = state;
  const { loading, models, modelsKnown } = session;
  // What comes with the page loads by itself.
  const isComing = models.some(({ id, origin }) => origin === "embedded" && id === loading?.id);
  return modelFor(session, entry) === null && modelsKnown && !isComing && whyBusy(state) === undefined;
}
