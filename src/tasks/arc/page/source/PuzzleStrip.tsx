import { useVirtualizer } from "@tanstack/react-virtual";
import { Check } from "lucide-react";
import { type KeyboardEvent, memo, useEffect, useRef, useState } from "react";
import type { Puzzle } from "../../puzzle.ts";
import { GridPicture } from "../grids/GridPicture.tsx";
import styles from "./PuzzleStrip.module.css";

/** A puzzle to be chosen by its looks. */
export interface StripItem {
  readonly key: string;
  readonly name: string;
  readonly puzzle: Puzzle;
  /** After its own edit, in this visit. */
  readonly isSolved: boolean;
  /** No model that is here reads it. */
  readonly isUnread: boolean;
}

interface PuzzleStripProps {
  label: string;
  items: readonly StripItem[];
  chosen: string | null;
  onChoose: (key: string) => void;
}

/** Puzzles stand in columns of two, each as wide, with its gap, as this many pixels. */
const ROWS = 2;
const COLUMN = 128;
/** Side of a thumbnail's grids, in pixels. */
const THUMBNAIL = 44;
/** Columns that are drawn outside of the view; a short list is drawn whole, so that the browser finds words in it. */
const SHORT_LIST = 60;
const OVERSCAN = 6;

/** A list that scrolls sideways. Only what is near the view is drawn, so that hundreds cost no more than a few. */
export function PuzzleStrip({ label, items, chosen, onChoose }: PuzzleStripProps) {
  const frame = useRef<HTMLElement>(null);
  const columns = Math.ceil(items.length / ROWS);
  const strip = useVirtualizer({
    count: columns,
    getScrollElement: () => frame.current,
    estimateSize: () => COLUMN,
    horizontal: true,
    overscan: columns <= SHORT_LIST ? SHORT_LIST : OVERSCAN,
  });
  const chosenAt = items.findIndex(({ key }) => key === chosen);
  const [active, setActive] = useState(Math.max(0, chosenAt));
  const focused = Math.min(active, items.length - 1);
  const [moved, setMoved] = useState(false);

  const chosenColumn = Math.floor(chosenAt / ROWS);
  useEffect(() => {
    if (chosenAt >= 0) strip.scrollToIndex(chosenColumn, { align: "auto" });
  }, [strip, chosenAt, chosenColumn]);
  // After every drawing: what the arrows have reached may be drawn only later.
  useEffect(() => {
    if (moved) frame.current?.querySelector<HTMLElement>(`[data-index="${focused}"]`)?.focus();
  });

  const go = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    const next =
      step !== undefined
        ? focused + step
        : event.key === "Home"
          ? 0
          : event.key === "End"
            ? items.length
            : null;
    if (next === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const at = Math.max(0, Math.min(items.length - 1, next));
    strip.scrollToIndex(Math.floor(at / ROWS), { align: "auto" });
    setActive(at);
    setMoved(true);
  };

  return (
    <section
      ref={frame}
      className={styles.frame}
      aria-label={label}
      onKeyDown={go}
      onBlur={() => setMoved(false)}
    >
      <ul className={styles.strip} style={{ width: strip.getTotalSize() }}>
        {strip.getVirtualItems().flatMap(({ index: column, start }) =>
          items.slice(column * ROWS, (column + 1) * ROWS).map((item, row) => {
            const index = column * ROWS + row;
            return (
              <li
                key={item.key}
                className={styles.place}
                style={{ left: start, width: COLUMN }}
                data-row={row}
                aria-setsize={items.length}
                aria-posinset={index + 1}
              >
                <Thumbnail
                  item={item}
                  index={index}
                  isChosen={item.key === chosen}
                  isReached={index === focused}
                  onChoose={onChoose}
                  onReach={setActive}
                />
              </li>
            );
          }),
        )}
      </ul>
    </section>
  );
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -ROWS,
  ArrowRight: ROWS,
  ArrowUp: -1,
  ArrowDown: 1,
};

interface ThumbnailProps {
  item: StripItem;
  index: number;
  isChosen: boolean;
  /** The one that Tab comes to. */
  isReached: boolean;
  onChoose: (key: string) => void;
  onReach: (index: number) => void;
}

const Thumbnail = memo(function Thumbnail({
  item: { key, name, puzzle, isSolved, isUnread },
  index,
  isChosen,
  isReached,
  onChoose,
  onReach,
}: ThumbnailProps) {
  const [first] = puzzle.train;
  if (!first) return null;
  const longest = Math.max(
    ...[first.input, first.output].flatMap((grid) => [grid.length, grid[0]?.length ?? 0]),
  );
  // Whole pixels keep the cells alike.
  const cell = Math.max(1, Math.floor(THUMBNAIL / longest));
  return (
    <button
      type="button"
      className={styles.thumbnail}
      data-index={index}
      tabIndex={isReached ? 0 : -1}
      aria-pressed={isChosen}
      onFocus={() => onReach(index)}
      onClick={() => onChoose(key)}
    >
      <span className={styles.grids} aria-hidden>
        <GridPicture grid={first.input} label={null} cell={cell} />
        <GridPicture grid={first.output} label={null} cell={cell} />
      </span>
      <span className={styles.name}>
        <span className={styles.text}>{name}</span>
        {isUnread && (
          <span className={styles.large} title="Too large for the models that are here">
            · large
            <span className="visually-hidden">, too large for the models that are here</span>
          </span>
        )}
        {isSolved && (
          <>
            <Check aria-hidden />
            <span className="visually-hidden">, solved</span>
          </>
        )}
      </span>
    </button>
  );
});
