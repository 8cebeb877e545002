import { lazy } from "react";
import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { type PlaygroundState, shownPassageRun, textModel } from "../../../app/playgroundState.ts";
import { openedRun } from "../../../app/runs/runsState.ts";
import { Part } from "../../primitives/Part.tsx";
import { SetupLine } from "../../settings/SetupLine.tsx";
import { RunBar } from "./bar/RunBar.tsx";
import { RunCaption } from "./RunCaption.tsx";
import { RunWarnings } from "./RunWarnings.tsx";
import { ReadStation } from "./stations/ReadStation.tsx";
import { RewardStation } from "./stations/RewardStation.tsx";
import { TestStation } from "./stations/TestStation.tsx";
import { TrainStation } from "./stations/TrainStation.tsx";
import { WriteStation } from "./stations/WriteStation.tsx";
import { useFollow } from "./useFollow.ts";
import styles from "./Workspace.module.css";

const RunTable = lazy(() => import("../../runs/RunTable.tsx"));
const ModelOffer = lazy(() => import("../../models/ModelOffer.tsx"));

/** What goes in at the left, the four stations that it passes through at the right, earlier runs below. */
export function Workspace() {
  const offersModels = usePlaygroundState(needsModel);
  const readOnly = usePlaygroundState((state) => openedRun(state, "edit", "knowledge") !== null);
  useFollow();
  return (
    <>
      <SetupLine />
      <RunBar />
      <div id="workspace" className={styles.workspace} tabIndex={-1}>
        {/* It scrolls, and an old run has no field in it that would take the focus. */}
        <div className={styles.material} tabIndex={readOnly ? 0 : undefined}>
          <ReadStation />
        </div>
        <div className={styles.stations}>
          {offersModels && (
            <Part>
              <ModelOffer />
            </Part>
          )}
          <RunCaption />
          <RunWarnings />
          <WriteStation />
          <TrainStation />
          <TestStation />
          <RewardStation />
        </div>
      </div>
      <Part>
        <RunTable />
      </Part>
    </>
  );
}

/** Nothing can be run or seen yet, and somebody has to choose. */
function needsModel(state: PlaygroundState): boolean {
  const { loading, models, modelsKnown } = state.session;
  // What comes with the page loads by itself.
  const isComing = models.some(({ id, origin }) => origin === "embedded" && id === loading?.id);
  return textModel(state) === null && modelsKnown && !isComing && shownPassageRun(state) === null;
}
