import { Trophy } from "lucide-react";
import type { ConditionResult } from "../../../../protocol/run.ts";
import type { EditState } from "../../../../runs/edit/state.ts";
import { plural } from "../../../../ui/primitives/format.ts";
import { EditText } from "../../../../ui/primitives/pieces/EditText.tsx";
import { PieceList } from "../../../../ui/primitives/pieces/PieceList.tsx";
import { truthCounts } from "../../../../ui/primitives/pieces/TruthMark.tsx";
import styles from "./EditCard.module.css";

interface EditCardProps {
  edit: EditState;
  number: number;
  /** Once it was trained on and tested. */
  result: ConditionResult | undefined;
  isBest: boolean;
}

/** One of several self-edits, to be compared with the others: what it wrote, whether it is true, what it taught. */
export function EditCard({ edit, number, result, isBest }: EditCardProps) {
  const { pieces } = edit;
  const kept = pieces?.filter((piece) => piece.kept).length;
  const truth = pieces && truthCounts(pieces);
  return (
    <li className={styles.card} data-best={isBest} aria-label={`Edit ${number}`}>
      <div className={styles.head}>
        <h3>Edit {number}</h3>
        {isBest && (
          <span className={styles.best}>
            <Trophy aria-hidden /> best
          </span>
        )}
        {result && (
          <p className={styles.result}>
            {result.correct}/{result.total} <small>right after it</small>
          </p>
        )}
      </div>
      <p className={styles.counts}>
        {kept === undefined ? "being written" : `${plural(kept, "note")} kept`}
        {truth && <> · {truth}</>}
      </p>
      {pieces ? <PieceList pieces={pieces} /> : <EditText edit={edit} />}
    </li>
  );
}
