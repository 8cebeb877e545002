import { lazy, useState } from "react";
import type { OuterWords } from "../../../app/rounds/rounds.ts";
import { titleOf } from "../../../app/runs/runDiff.ts";
import type { Json } from "../../../protocol/run.ts";
import type { Choice } from "../../../runs/rounds/events.ts";
import type { Round, RoundContext, RoundsRun } from "../../../runs/rounds/state.ts";
import { capitalised, formatPercent, plural } from "../../primitives/format.ts";
import { Part } from "../../primitives/Part.tsx";
import page from "../../primitives/Section.module.css";
import styles from "./RoundsTree.module.css";
import { RoundsTreeEdit } from "./RoundsTreeEdit.tsx";

const ContextPuzzle = lazy(() => import("../../../tasks/arc/page/ContextPuzzle.tsx"));

/** Contexts, the edits written for each, what each was worth, and which were kept: a nested list by round. */
export function RoundsTree({ run, words }: { run: RoundsRun; words: OuterWords }) {
  const latest = run.rounds.at(-1);
  if (!latest) return null;
  return (
    <section className={page.section} aria-labelledby="heading-tree">
      <h2 id="heading-tree">{capitalised(words.many)}, edits and rewards</h2>
      <div className={styles.rounds}>
        {run.rounds.map((round) => (
          // The key changes once: a round that is over folds itself, unless it is the last one.
          <details
            key={`${round.round} ${round === latest}`}
            className={styles.round}
            open={round === latest}
          >
            <summary>
              <span className={styles.name}>
                {round.round === 0 ? "Before training" : `Round ${round.round}`}
              </span>
              <span className={styles.summary}>{summarise(round, words)}</span>
            </summary>
            {round.round > 0 && (
              <ContextList
                name={`Training ${words.many}`}
                contexts={round.training}
                all={run.contexts}
                isAccuracy={run.settings.reward === "accuracy"}
                arePuzzles={run.task === "arc"}
              />
            )}
            {round.heldOut.length > 0 && (
              <ContextList
                name={`Held-out ${words.many}: no edit of these is ever trained on`}
                contexts={round.heldOut}
                all={run.heldOut}
                isAccuracy
                arePuzzles={run.task === "arc"}
              />
            )}
          </details>
        ))}
      </div>
    </section>
  );
}

interface ContextListProps {
  name: string;
  contexts: readonly RoundContext[];
  /** All of the set, by index. */
  all: readonly Json[];
  /** The reward is the share of right answers, which is shown anyway. */
  isAccuracy: boolean;
  arePuzzles: boolean;
}

function ContextList({ name, contexts, all, isAccuracy, arePuzzles }: ContextListProps) {
  if (contexts.length === 0) return null;
  return (
    <>
      <h3 className={styles.heading}>{name}</h3>
      <ul className={styles.contexts} aria-label={name}>
        {contexts.map(({ context, edits, choice }) => (
          <li key={context} className={styles.context}>
            <div className={styles.title}>
              {arePuzzles ? (
                <PuzzleTitle context={all[context] ?? null} />
              ) : (
                <p>{titleOf(all[context] ?? null)}</p>
              )}
              {choice && NONE_OR_DRAWN[choice.why] && <small>{NONE_OR_DRAWN[choice.why]}</small>}
            </div>
            <ul className={styles.edits}>
              {edits.map((edit, index) => (
                <RoundsTreeEdit
                  // biome-ignore lint/suspicious/noArrayIndexKey: an edit's number is its name
                  key={index}
                  edit={edit}
                  number={index + 1}
                  kept={choice?.kept.includes(index)}
                  isAccuracy={isAccuracy}
                  isPuzzle={arePuzzles}
                />
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Where it has to be said why these edits were kept, or none. */
const NONE_OR_DRAWN: Partial<Record<Choice["why"], string>> = {
  equal: "all alike: none kept",
  tie: "several were best: one drawn",
};

/** Its kind, and the puzzle itself a click away. */
function PuzzleTitle({ context }: { context: Json }) {
  // Pictures that nobody looks at would make the page slow.
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{titleOf(context)}</summary>
      {open && (
        <Part>
          <ContextPuzzle context={context} />
        </Part>
      )}
    </details>
  );
}

function summarise({ selection, score }: Round, { one }: OuterWords): string {
  const held = score ? `held out ${formatPercent(score.tally.correct / score.tally.total)}` : "";
  if (!selection) return held;
  const kept = `${selection.kept} of ${plural(selection.sampled, "edit")} kept`;
  const skipped = selection.skipped > 0 ? `, ${plural(selection.skipped, one)} without a choice` : "";
  return `${kept}${skipped} · ${held}`;
}
