import { Check } from "lucide-react";
import { useState } from "react";
import type { RoundEdit } from "../../../runs/rounds/state.ts";
import { PuzzleEdit } from "../../../tasks/arc/page/PuzzleEdit.tsx";
import { formatLoss, formatPercent, formatSeconds } from "../../primitives/format.ts";
import { PieceList } from "../../primitives/pieces/PieceList.tsx";
import styles from "./RoundsTree.module.css";

interface OuterTreeEditProps {
  edit: RoundEdit;
  number: number;
  /** Absent where nothing is chosen: not yet, or never, as for held-out passages. */
  kept: boolean | undefined;
  isAccuracy: boolean;
  isPuzzle: boolean;
}

/** One edit of the tree: what it was worth at a glance, its text and its loss a click away. */
export function RoundsTreeEdit({ edit, number, kept, isAccuracy, isPuzzle }: OuterTreeEditProps) {
  const { outcome } = edit;
  // Hundreds of texts that nobody looks at would make the page slow.
  const [open, setOpen] = useState(false);
  return (
    <li className={styles.edit} data-kept={kept}>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          {kept && <Check aria-hidden />}
          <span className={styles.number}>Edit {number}</span>{" "}
          <span>{outcome ? `${outcome.correct}/${outcome.total}` : "…"}</span>
          {outcome && !isAccuracy && <span> · reward {shortReward(outcome.reward)}</span>}
          {kept !== undefined && <span className={styles.word}> {kept ? "kept" : "dropped"}</span>}
        </summary>
        {open && <EditDetails edit={edit} isPuzzle={isPuzzle} />}
      </details>
    </li>
  );
}

function EditDetails({ edit, isPuzzle }: Pick<OuterTreeEditProps, "edit" | "isPuzzle">) {
  const { outcome, pieces, samples } = edit;
  return (
    <div className={styles.text}>
      {outcome && (
        <p className={styles.facts}>
          {isPuzzle && outcome.total === 1
            ? outcome.correct === 1
              ? "Solved"
              : "Not solved"
            : `${formatPercent(outcome.correct / outcome.total)} right`}{" "}
          after training on it · loss {outcome.loss === null ? "diverged" : formatLoss(outcome.loss)} ·{" "}
          {secondsText(outcome.seconds)}
        </p>
      )}
      {isPuzzle ? (
        pieces.map((piece) => <PuzzleEdit key={piece.id} piece={piece} />)
      ) : (
        <PieceList pieces={pieces} />
      )}
      {pieces.length === 0 && <pre>{samples.map(({ text }) => text).join("\n\n")}</pre>}
      {samples.some(({ cutOff }) => cutOff) && <p className={styles.facts}>Cut off at the token limit.</p>}
    </div>
  );
}

function secondsText(seconds: number): string {
  return seconds < 10 ? `${seconds.toFixed(1)} s` : formatSeconds(seconds);
}

function shortReward(reward: number): string {
  return Number.isInteger(reward) ? String(reward) : reward.toFixed(2);
}
