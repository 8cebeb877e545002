import { lazy } from "react";
import { usePlaygroundState } from "../app/PlaygroundContext.tsx";
import { type PlaygroundState, shownRun } from "../app/playgroundState.ts";
import styles from "./App.module.css";
import { Footer } from "./Footer.tsx";
import { Header } from "./Header.tsx";
import { Hero } from "./Hero.tsx";
import { Notices } from "./Notices.tsx";
import { Part } from "./primitives/Part.tsx";
import { RunBar } from "./RunBar.tsx";
import { RunCaption } from "./RunCaption.tsx";
import { RunWarnings } from "./RunWarnings.tsx";
import { StationAnnouncer } from "./StationAnnouncer.tsx";
import { SetupLine } from "./settings/SetupLine.tsx";
import { ReadStation } from "./stations/ReadStation.tsx";
import { RewardStation } from "./stations/RewardStation.tsx";
import { TestStation } from "./stations/TestStation.tsx";
import { TrainStation } from "./stations/TrainStation.tsx";
import { WriteStation } from "./stations/WriteStation.tsx";
import { useFollow } from "./useFollow.ts";
import { useStrayDrops } from "./useStrayDrops.ts";

const RunTable = lazy(() => import("./runs/RunTable.tsx"));
const ModelOffer = lazy(() => import("./models/ModelOffer.tsx"));

/** The whole page: what goes in at the left, the four stations that it passes through at the right. */
export function App() {
  const hasRuns = usePlaygroundState((state) => state.runs.length > 0);
  const offersModels = usePlaygroundState(needsModel);
  const readOnly = usePlaygroundState((state) => state.opened !== null);
  useFollow();
  useStrayDrops();

  return (
    <>
      <a className={styles.skip} href="#workspace">
        Skip to the playground
      </a>
      <div className={styles.page}>
        <Header />
        <main>
          <Hero />
          <Notices />
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
          {hasRuns && (
            <Part>
              <RunTable />
            </Part>
          )}
        </main>
        <Footer />
      </div>
      <StationAnnouncer />
    </>
  );
}

/** Nothing can be run or seen yet, and somebody has to choose. */
function needsModel(state: PlaygroundState): boolean {
  const { loaded, loading, models, modelsKnown } = state.session;
  // What comes with the page loads by itself.
  const isComing = models.some(({ id, origin }) => origin === "embedded" && id === loading?.id);
  return loaded === null && modelsKnown && !isComing && shownRun(state) === null;
}
