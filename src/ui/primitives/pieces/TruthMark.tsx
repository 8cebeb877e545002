import { Check, CircleDashed, CircleHelp, X } from "lucide-react";
import type { Piece } from "../../../protocol/run.ts";
import styles from "./TruthMark.module.css";

type Truth = NonNullable<Piece["truth"]>;

const TEXTS: Record<Truth, { word: string; help: string; Icon: typeof Check }> = {
  true: { word: "true", help: "It follows from the passage, or holds for the puzzle’s rule.", Icon: Check },
  false: {
    word: "false",
    help: "It does not follow from the passage, or does not hold for the puzzle’s rule.",
    Icon: X,
  },
  vague: {
    word: "vague",
    help: "It teaches nothing of the passage, or asserts nothing of the rule.",
    Icon: CircleDashed,
  },
  unknown: { word: "garbled", help: "It is no sentence of the invented world.", Icon: CircleHelp },
};

const ORDER: readonly Truth[] = ["true", "false", "vague", "unknown"];

/** Whether a note is true of its passage: by icon, word and colour. */
export function TruthMark({ truth }: { truth: Truth }) {
  const { word, help, Icon } = TEXTS[truth];
  return (
    <span className={styles.mark} data-truth={truth} title={help}>
      <Icon aria-hidden />
      {word}
    </span>
  );
}

/** "5 true · 1 false · 2 vague", of the notes that are kept; null where nothing is known of their truth. */
export function truthCounts(pieces: readonly Piece[]): string | null {
  const kept = pieces.filter((piece) => piece.kept);
  const counts = ORDER.flatMap((truth) => {
    const count = kept.filter((piece) => piece.truth === truth).length;
    return count > 0 ? [`${count} ${TEXTS[truth].word}`] : [];
  });
  return counts.length > 0 ? counts.join(" · ") : null;
}
