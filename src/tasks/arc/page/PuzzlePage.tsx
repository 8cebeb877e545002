import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { gridModel } from "../../../app/playgroundState.ts";
import { usePuzzleState } from "../../../app/puzzles/usePuzzles.ts";
import { ViewHero } from "../../../ui/primitives/ViewHero.tsx";
import workspace from "../../../ui/views/edit/Workspace.module.css";
import { BatchView } from "./BatchView.tsx";
import { Gallery } from "./Gallery.tsx";
import { PuzzleBar } from "./PuzzleBar.tsx";
import { PuzzleEditor } from "./PuzzleEditor.tsx";
import styles from "./PuzzlePage.module.css";
import { PuzzleSetup } from "./PuzzleSetup.tsx";
import { PuzzleSheet } from "./PuzzleSheet.tsx";
import { PuzzleStations } from "./PuzzleStations.tsx";
import { SourceLine } from "./SourceLine.tsx";
import { TooLarge } from "./TooLarge.tsx";

/** SEAL's second task: the model chooses how to train on a puzzle's demonstrations, and solves what it could not. */
export default function PuzzlePage() {
  const isMissing = usePlaygroundState((state) => state.session.modelsKnown && !gridModel(state));
  const isOwn = usePuzzleState((state) => state.source.kind === "own");
  return (
    <>
      <ViewHero question="Can it teach itself a puzzle?">
        <p>
          A few grids show a rule; the last one is to be answered. The model writes down how to make training
          examples of what it was shown, trains on them, and tries again.
        </p>
        {isMissing && (
          <p className={styles.missing} role="status">
            The model that reads puzzles is still being trained and does not come with this page yet. The
            puzzles can be looked at, and others imported and drawn; none can be run.
          </p>
        )}
      </ViewHero>
      <Gallery />
      <SourceLine />
      <PuzzleSetup />
      <PuzzleBar />
      <div id="workspace" className={workspace.workspace} data-material="narrow" tabIndex={-1}>
        {/* It scrolls, and a puzzle that is only looked at has nothing in it that would take the focus. */}
        <div className={workspace.material} data-long={isOwn} tabIndex={isOwn ? undefined : 0}>
          {isOwn ? <PuzzleEditor /> : <PuzzleSheet />}
          <TooLarge />
        </div>
        <PuzzleStations />
      </div>
      <BatchView />
    </>
  );
}
