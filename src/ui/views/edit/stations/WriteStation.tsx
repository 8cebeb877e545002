import { lazy } from "react";
import { usePlayground, usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { embeddedModel, livePassageRun, shownPassageRun } from "../../../../app/playgroundState.ts";
import type { Piece } from "../../../../protocol/run.ts";
import type { EditRun, EditState } from "../../../../runs/edit/state.ts";
import { bestEdit, rowOf } from "../../../../runs/edit/state.ts";
import { plural } from "../../../primitives/format.ts";
import { Part } from "../../../primitives/Part.tsx";
import { PieceList } from "../../../primitives/pieces/PieceList.tsx";
import { truthCounts } from "../../../primitives/pieces/TruthMark.tsx";
import { EditCard } from "./EditCard.tsx";
import { EditText } from "./EditText.tsx";
import { Station } from "./Station.tsx";
import styles from "./WriteStation.module.css";

const PieceEditor = lazy(() => import("../../../primitives/pieces/PieceEditor.tsx"));

/** The self-edit as it is written, then the pieces that will be trained on. */
export function WriteStation() {
  const run = usePlaygroundState(shownPassageRun);
  const edit = run?.edits[0];
  const editable = usePlaygroundState(
    (state) => livePassageRun(state)?.status === "paused" && livePassageRun(state)?.station === "write",
  );
  const isEmbedded = usePlaygroundState(
    (state) => embeddedModel(state)?.id === shownPassageRun(state)?.model.id,
  );
  const { edit: actions } = usePlayground();
  const changed = usePlaygroundState((state) => state.changedPieces);
  const pieces = (editable ? changed : null) ?? edit?.pieces;
  const hasMore = run !== null && run.edits.length > 1;
  const truth = pieces && truthCounts(pieces);
  return (
    <Station station="write" summary={pieces && summarise(pieces)}>
      {edit && !pieces && <EditText edit={edit} />}
      {pieces && editable && (
        <Part>
          <PieceEditor pieces={pieces} onChange={actions.changePieces} />
        </Part>
      )}
      {pieces && !editable && !hasMore && (
        <>
          {truth && <p className={styles.truth}>{truth}</p>}
          <PieceList pieces={pieces} />
        </>
      )}
      {hasMore && <Cards run={run} from={editable ? 1 : 0} />}
      {edit?.author === "user" && <p className={styles.note}>You changed these notes.</p>}
      {edit && run && isEmbedded && (
        <p className={styles.mixture}>
          This writer is mediocre on purpose: the notes in its training data were a mixture of vague,
          repeated, implied and question–answer ones, drawn at random. That leaves something to be learned
          about writing.
        </p>
      )}
      {edit && pieces && <Sources edit={edit} />}
    </Station>
  );
}

/** @param from the first edit to be shown; one that is being changed stands above */
function Cards({ run, from }: { run: EditRun; from: number }) {
  const best = bestEdit(run);
  return (
    <ol className={styles.cards} aria-label="Self-edits compared">
      {run.edits.slice(from).map((edit, index) => {
        const number = from + index;
        return (
          <EditCard
            key={number}
            edit={edit}
            number={number + 1}
            result={run.answers[rowOf("self-edit", number)]?.result}
            isBest={best === number}
          />
        );
      })}
    </ol>
  );
}

/** What went in and what came out, word for word. */
function Sources({ edit }: { edit: EditState }) {
  return (
    <div className={styles.sources}>
      <details>
        <summary>The prompt it was given</summary>
        <pre>{edit.prompt}</pre>
      </details>
      <details>
        <summary>Everything it wrote</summary>
        <pre>{edit.text}</pre>
      </details>
    </div>
  );
}

function summarise(pieces: readonly Piece[]): string {
  const kept = pieces.filter((piece) => piece.kept).length;
  const dropped = pieces.length - kept;
  return `${plural(kept, "note")} kept${dropped > 0 ? `, ${dropped} dropped` : ""}`;
}
