import { Check, Minus } from "lucide-react";
import type { Piece } from "../../../protocol/run.ts";
import { useFirst } from "../tables/useFirst.tsx";
import styles from "./PieceList.module.css";
import { TruthMark } from "./TruthMark.tsx";

/** Far more than a model writes for a passage; a run from elsewhere may have thousands. */
const MOST_AT_ONCE = 200;

/** The pieces of a self-edit: what is trained on, and what was dropped and why. */
export function PieceList({ pieces }: { pieces: readonly Piece[] }) {
  const [first, others] = useFirst(pieces, "more pieces", MOST_AT_ONCE);
  if (pieces.length === 0) return <p className={styles.none}>Nothing usable was written.</p>;
  return (
    <>
      <ol className={styles.list} aria-label="Pieces of the self-edit">
        {first.map((piece) => (
          <li key={piece.id} className={styles.piece} data-kept={piece.kept}>
            <span className={styles.mark}>
              {piece.kept ? <Check aria-label="Kept" /> : <Minus aria-label="Dropped" />}
            </span>
            <div className={styles.words}>
              {piece.question === undefined ? (
                <p translate="no">{piece.text}</p>
              ) : (
                <p translate="no">
                  {piece.question} <strong>{piece.answer}</strong>
                </p>
              )}
              <PieceNote piece={piece} />
            </div>
          </li>
        ))}
      </ol>
      {others}
    </>
  );
}

function PieceNote({ piece }: { piece: Piece }) {
  const { kept, note, truth } = piece;
  if (note === undefined && truth === undefined) return null;
  return (
    <p className={styles.note}>
      {truth !== undefined && <TruthMark truth={truth} />}
      {note !== undefined && <span>{kept ? note : `dropped: ${note}`}</span>}
    </p>
  );
}
