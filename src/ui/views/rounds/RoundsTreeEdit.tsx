import { Check } from "lucide-react";
import { useState } from "react";
import type { RoundEdit } from "../../../runs/rounds/state.ts";
import type { TaskPage } from "../../../tasks/page/taskPage.ts";
import { formatLoss, formatSeconds } from "../../primitives/format.ts";
import { Part } from "../../primitives/Part.tsx";
import styles from "./RoundsTree.module.css";

interface RoundsTreeEditProps {
  edit: RoundEdit;
  number: number;
  /** Absent where nothing is chosen: not yet, or never, as for held-out passages. */
  kept: boolean | undefined;
  isAccuracy: boolean;
  page: TaskPage;
}

/** One edit of the tree: what it was worth at a glance, its text and its loss a click away. */
export function RoundsTreeEdit({ edit, number, kept, isAccuracy, page }: RoundsTreeEditProps) {
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
        {open && <EditDetails edit={edit} page={page} />}
      </details>
    </li>
  );
}

function EditDetails({ edit, page }: Pick<RoundsTreeEditProps, "edit" | "page">) {
  const { outcome, pieces, samples } = edit;
  return (
    <div className={styles.text}>
      {outcome && (
        <p className={styles.facts}>
          {page.text.outcome(outcome)} after training on it · loss{" "}
          {outcome.loss === null ? "diverged" : formatLoss(outcome.loss)} · {secondsText(outcome.seconds)}
        </p>
      )}
      <Part>
        <page.PiecesView pieces={pieces} />
      </Part>
      {pieces.length === 0 && <pre translate="no">{samples.map(({ text }) => text).join("\n\n")}</pre>}
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
