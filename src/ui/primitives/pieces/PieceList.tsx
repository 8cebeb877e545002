import { Check, Minus } from "lucide-react";
import type { Piece } from "../../../protocol/run.ts";
import { useFirst } from "../tables/useFirst.tsx";
import styles from "./PieceList.module.css";
import { noteInWords } from "./pieceChanges.ts";
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
              {!isEmpty(piece) && <PieceWords piece={piece} />}
              <PieceNote piece={piece} />
            </div>
          </li>
        ))}
      </ol>
      {others}
    </>
  );
}

function PieceWords({ piece: { text, question, answer } }: { piece: Piece }) {
  return question === undefined ? (
    <p translate="no">{text}</p>
  ) : (
    <p translate="no">
      {question} <strong>{answer}</strong>
    </p>
  );
}

function PieceNote({ piece }: { piece: Piece }) {
  // Nothing is neither true nor garbled.
  const truth = isEmpty(piece) ? undefined : piece.truth;
  const note = noteInWords(piece);
  if (note === undefined && truth === undefined) return null;
  return (
    <p className={styles.note}>
      {truth !== undefined && <TruthMark truth={truth} />}
      {note !== undefined && <span>{note}</span>}
    </p>
  );
}

function isEmpty({ text }: Piece): boolean {
  return text.trim() === "";
}
