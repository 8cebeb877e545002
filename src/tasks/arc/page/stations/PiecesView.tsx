import type { Piece } from "../../../../protocol/run.ts";
import { editInWords } from "./editWords.ts";
import styles from "./PiecesView.module.css";

const TRUTHS: Partial<Record<NonNullable<Piece["truth"]>, string>> = {
  true: "What it asserts holds for the rule.",
  false: "It asserts what does not hold for the rule.",
};

/** The configuration of a puzzle: in words, what is known of its truth, and as the model wrote it. */
export function PiecesView({ pieces }: { pieces: readonly Piece[] }) {
  return pieces.map(({ id, text, truth, note }) => (
    <div key={id}>
      <p>{editInWords(text)}</p>
      {truth && TRUTHS[truth] && <p className={styles.fact}>{TRUTHS[truth]}</p>}
      {note !== undefined && <p className={styles.fact}>{note}</p>}
      <pre className={styles.json}>{text}</pre>
    </div>
  ));
}
