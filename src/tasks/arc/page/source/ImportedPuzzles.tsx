import { useDeferredValue, useMemo, useState } from "react";
import { plural } from "../../../../ui/primitives/format.ts";
import type { ContextViewProps } from "../../../page/taskPage.ts";
import type { PuzzleDraft } from "../draft.ts";
import { isTooLarge } from "../readers.ts";
import styles from "./ImportedPuzzles.module.css";
import { matching } from "./matching.ts";
import { PuzzleStrip } from "./PuzzleStrip.tsx";
import strip from "./StripHead.module.css";

/** Fewer are found by looking. */
const SEARCHED = 12;

/** The puzzles of the file that was read last, to choose from by their looks or by name, and what could not be read. */
export function ImportedPuzzles({ draft, onChange, models }: ContextViewProps<PuzzleDraft>) {
  const { imported, source } = draft;
  const [asked, setAsked] = useState("");
  const words = useDeferredValue(asked);
  const puzzles = imported?.puzzles;
  const { loaded, own } = models.atHand;
  const there = own.join(" ");
  const items = useMemo(() => {
    const atHand = { loaded, own: there === "" ? [] : there.split(" ") };
    return (puzzles ?? []).map(({ name, puzzle }, index) => ({
      key: String(index),
      name,
      puzzle,
      isSolved: false,
      isUnread: isTooLarge(puzzle, atHand),
    }));
  }, [puzzles, loaded, there]);
  const found = useMemo(() => matching(items, words), [items, words]);
  if (!imported) return null;
  const { from, rejected, rejectedCount, notes } = imported;
  return (
    <section aria-label={`Puzzles of ${from}`}>
      {items.length > 0 && (
        <>
          <div className={strip.head}>
            <span role="status">
              {from}: {found.length < items.length && `${found.length} of `}
              {plural(items.length, "puzzle")}
            </span>
            {items.length > SEARCHED && (
              <input
                type="search"
                className={styles.search}
                aria-label="Find a puzzle by name"
                placeholder="Find by name"
                value={asked}
                onChange={(event) => setAsked(event.target.value)}
              />
            )}
          </div>
          {found.length > 0 && (
            <PuzzleStrip
              // Another file, or other words, begin at the left.
              key={`${draft.generation} ${words}`}
              label={plural(found.length, "puzzle")}
              items={found}
              chosen={source.kind === "imported" ? String(source.index) : null}
              onChoose={(key) =>
                onChange((now) => ({ ...now, source: { kind: "imported", index: Number(key) } }))
              }
            />
          )}
        </>
      )}
      {notes.map((note) => (
        <p key={note} className={styles.note}>
          {note}
        </p>
      ))}
      {rejected.length > 0 && (
        <details className={styles.rejected}>
          <summary>{plural(rejectedCount, "task")} could not be read</summary>
          <ul>
            {rejected.slice(0, 20).map((message) => (
              <li key={message}>{message}</li>
            ))}
            {rejectedCount > 20 && <li>and {rejectedCount - 20} more</li>}
          </ul>
        </details>
      )}
    </section>
  );
}
