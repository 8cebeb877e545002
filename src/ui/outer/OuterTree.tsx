import type { OuterContext, OuterRound, OuterState } from "../../app/outerState.ts";
import { titleOf } from "../../app/runDiff.ts";
import type { Json } from "../../protocol/run.ts";
import { formatPercent, plural } from "../format.ts";
import page from "./OuterPage.module.css";
import styles from "./OuterTree.module.css";
import { OuterTreeEdit } from "./OuterTreeEdit.tsx";

/** Passages, the edits written for each, what each was worth, and which were kept: a nested list by round. */
export function OuterTree({ run }: { run: OuterState }) {
  const latest = run.rounds.at(-1);
  if (!latest) return null;
  return (
    <section className={page.section} aria-labelledby="heading-tree">
      <h2 id="heading-tree">Passages, edits and rewards</h2>
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
              <span className={styles.summary}>{summarise(round)}</span>
            </summary>
            {round.round > 0 && (
              <ContextList
                name="Training passages"
                contexts={round.training}
                passages={run.contexts}
                isAccuracy={run.settings.reward === "accuracy"}
              />
            )}
            {round.heldOut.length > 0 && (
              <ContextList
                name="Held-out passages: no edit of these is ever trained on"
                contexts={round.heldOut}
                passages={run.heldOut}
                isAccuracy
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
  contexts: readonly OuterContext[];
  passages: readonly Json[];
  /** The reward is the share of right answers, which is shown anyway. */
  isAccuracy: boolean;
}

function ContextList({ name, contexts, passages, isAccuracy }: ContextListProps) {
  if (contexts.length === 0) return null;
  return (
    <>
      <h3 className={styles.heading}>{name}</h3>
      <ul className={styles.contexts} aria-label={name}>
        {contexts.map(({ context, edits, choice }) => (
          <li key={context} className={styles.context}>
            <p className={styles.title}>
              {titleOf(passages[context] ?? null)}
              {choice?.why === "equal" && <small>all alike: none kept</small>}
              {choice?.why === "tie" && <small>several were best: one drawn</small>}
            </p>
            <ul className={styles.edits}>
              {edits.map((edit, index) => (
                <OuterTreeEdit
                  // biome-ignore lint/suspicious/noArrayIndexKey: an edit's number is its name
                  key={index}
                  edit={edit}
                  number={index + 1}
                  kept={choice?.kept.includes(index)}
                  isAccuracy={isAccuracy}
                />
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </>
  );
}

function summarise({ selection, score }: OuterRound): string {
  const held = score ? `held out ${formatPercent(score.tally.correct / score.tally.total)}` : "";
  if (!selection) return held;
  const kept = `${selection.kept} of ${plural(selection.sampled, "edit")} kept`;
  const skipped = selection.skipped > 0 ? `, ${plural(selection.skipped, "passage")} without a choice` : "";
  return `${kept}${skipped} · ${held}`;
}
