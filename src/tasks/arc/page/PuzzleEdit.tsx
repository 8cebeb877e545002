import type { Piece } from "../../../protocol/run.ts";
import styles from "../../../ui/views/rounds/RoundsTree.module.css";
import { editInWords } from "./puzzleEdit.ts";

const TRUTHS: Partial<Record<NonNullable<Piece["truth"]>, string>> = {
  true: "What it asserts holds for the rule.",
  false: "It asserts what does not hold for the rule.",
};

/** The configuration of a puzzle: in words, what is known of its truth, and as the model wrote it. */
export function PuzzleEdit({ piece }: { piece: Piece }) {
  const truth = piece.truth && TRUTHS[piece.truth];
  return (
    <>
      <p>{editInWords(piece.text)}</p>
      {truth && <p className={styles.facts}>{truth}</p>}
      {piece.note !== undefined && <p className={styles.facts}>{piece.note}</p>}
      <pre className={styles.json}>{piece.text}</pre>
    </>
  );
}
