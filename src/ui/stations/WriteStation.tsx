import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { shownRun } from "../../app/playgroundState.ts";
import type { EditState } from "../../app/runState.ts";
import type { Piece } from "../../protocol/run.ts";
import { plural } from "../format.ts";
import { PieceEditor } from "./PieceEditor.tsx";
import { PieceList } from "./PieceList.tsx";
import { Station } from "./Station.tsx";
import styles from "./WriteStation.module.css";

/** The self-edit as it is written, then the pieces that will be trained on. */
export function WriteStation() {
  const run = usePlaygroundState(shownRun);
  const edit = run?.edits.at(-1);
  const editable = usePlaygroundState(
    (state) => state.opened === null && state.live?.status === "paused" && state.live.station === "write",
  );
  const { runs } = usePlayground();
  const changed = usePlaygroundState((state) => state.changedPieces);
  const pieces = (editable ? changed : null) ?? edit?.pieces;
  return (
    <Station station="write" summary={pieces && summarise(pieces)}>
      {edit && !pieces && <Stream edit={edit} />}
      {pieces &&
        (editable ? (
          <PieceEditor pieces={pieces} onChange={runs.changePieces} />
        ) : (
          <PieceList pieces={pieces} />
        ))}
      {edit?.author === "user" && <p className={styles.note}>You changed these notes.</p>}
      {edit && pieces && <Sources edit={edit} />}
    </Station>
  );
}

function Stream({ edit }: { edit: EditState }) {
  return (
    <p className={styles.stream} data-testid="self-edit-text">
      {edit.text}
      <span className={styles.caret} aria-hidden />
    </p>
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
