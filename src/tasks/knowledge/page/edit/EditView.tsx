import { lazy } from "react";
import { bestEdit, type EditRun, type EditState, rowOf } from "../../../../runs/edit/state.ts";
import { Part } from "../../../../ui/primitives/Part.tsx";
import { EditText } from "../../../../ui/primitives/pieces/EditText.tsx";
import { PieceList } from "../../../../ui/primitives/pieces/PieceList.tsx";
import { truthCounts } from "../../../../ui/primitives/pieces/TruthMark.tsx";
import type { EditViewProps } from "../../../page/taskPage.ts";
import { EditCard } from "./EditCard.tsx";
import styles from "./EditView.module.css";

const PieceEditor = lazy(() => import("../../../../ui/primitives/pieces/PieceEditor.tsx"));

/** The notes as they are written, then the pieces that will be trained on. */
export default function EditView({ run, edit, pieces, onChange, isOwnModel }: EditViewProps) {
  const hasMore = run.edits.length > 1;
  const truth = pieces && truthCounts(pieces);
  return (
    <>
      {!pieces && <EditText edit={edit} />}
      {pieces && onChange && (
        <Part>
          <PieceEditor pieces={pieces} onChange={onChange} />
        </Part>
      )}
      {pieces && !onChange && !hasMore && (
        <>
          {truth && <p className={styles.truth}>{truth}</p>}
          <PieceList pieces={pieces} />
        </>
      )}
      {hasMore && <Cards run={run} from={onChange ? 1 : 0} />}
      {isOwnModel && (
        <p className={styles.mixture}>
          This writer is mediocre on purpose: the notes in its training data were a mixture of vague,
          repeated, implied and question–answer ones, drawn at random. That leaves something to be learned
          about writing.
        </p>
      )}
      {pieces && <Sources edit={edit} />}
    </>
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
