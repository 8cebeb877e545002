import { useState } from "react";
import { contextTitle } from "../../../protocol/contextTitle.ts";
import type { Json } from "../../../protocol/run.ts";
import type { Choice } from "../../../runs/rounds/events.ts";
import type { Round, RoundContext, RoundsRun } from "../../../runs/rounds/state.ts";
import type { TaskPage } from "../../../tasks/page/taskPage.ts";
import type { RoundsWords } from "../../../tasks/roundsMetadata.ts";
import { capitalised, formatPercent, plural } from "../../primitives/format.ts";
import page from "../../primitives/Section.module.css";
import styles from "./RoundsTree.module.css";
import { RoundsTreeEdit } from "./RoundsTreeEdit.tsx";

/** Contexts, the edits written for each, what each was worth, and which were kept: a nested list by round. */
interface RoundsTreeProps {
  run: RoundsRun;
  words: RoundsWords;
  page: TaskPage;
}

export function RoundsTree({ run, words, page: task }: RoundsTreeProps) {
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
                page={task}
              />
            )}
            {round.heldOut.length > 0 && (
              <ContextList
                name={`Held-out ${words.many}: no edit of these is ever trained on`}
                contexts={round.heldOut}
                all={run.heldOut}
                isAccuracy
                page={task}
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
  page: TaskPage;
}

function ContextList({ name, contexts, all, isAccuracy, page }: ContextListProps) {
  if (contexts.length === 0) return null;
  return (
    <>
      <h3 className={styles.heading}>{name}</h3>
      <ul className={styles.contexts} aria-label={name}>
        {contexts.map(({ context, edits, choice }) => (
          <li key={context} className={styles.context}>
            <div className={styles.title}>
              <ContextTitle context={all[context] ?? null} page={page} />
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
                  page={page}
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

/** Where the task has more to show than a title, that is a click away. */
function ContextTitle({ context, page: { ContextPreview } }: { context: Json; page: TaskPage }) {
  // Pictures that nobody looks at would make the page slow.
  const [open, setOpen] = useState(false);
  if (!ContextPreview) return <p>{contextTitle(context)}</p>;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{contextTitle(context)}</summary>
      {open && <ContextPreview context={context} />}
    </details>
  );
}

function summarise({ selection, score }: Round, { one }: RoundsWords): string {
  const held = score ? `held out ${formatPercent(score.tally.correct / score.tally.total)}` : "";
  if (!selection) return held;
  const kept = `${selection.kept} of ${plural(selection.sampled, "edit")} kept`;
  const skipped = selection.skipped > 0 ? `, ${plural(selection.skipped, one)} without a choice` : "";
  return `${kept}${skipped} · ${held}`;
}
