import { Check, Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { Button } from "../../../../ui/primitives/Button.tsx";
import type { ContextViewProps } from "../../../page/taskPage.ts";
import type { PuzzleDraft } from "../draft.ts";
import { GridPicture } from "../grids/GridPicture.tsx";
import { excessFor } from "../limits.ts";
import styles from "./Gallery.module.css";
import { GALLERY, type GalleryPuzzle, galleryPuzzle } from "./gallery.ts";

/** Side of a thumbnail's grids, in pixels. */
const THUMBNAIL = 44;

/** The puzzles that come with the page, to choose from by their looks; what they are about is told on demand. */
export function Gallery({ draft, onChange, recent }: ContextViewProps<PuzzleDraft>) {
  const { source } = draft;
  const chosen = source.kind === "gallery" ? galleryPuzzle(source.id) : undefined;
  const [told, setTold] = useState<string | null>(null);
  const isTold = chosen !== undefined && told === chosen.id;
  return (
    <section className={styles.gallery} aria-label="Gallery" data-panel="source">
      <ul className={styles.row} aria-label={`${GALLERY.length} puzzles`}>
        {GALLERY.map((entry) => (
          <Thumbnail
            key={entry.id}
            entry={entry}
            isChosen={entry === chosen}
            isSolved={recent[entry.id]?.answers["self-edit"]?.result?.correct === 1}
            onChoose={() => onChange((now) => ({ ...now, source: { kind: "gallery", id: entry.id } }))}
          />
        ))}
      </ul>
      {chosen && (
        <p className={styles.rule}>
          <Button
            look="quiet"
            icon={isTold ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
            aria-expanded={isTold}
            onClick={() => setTold(isTold ? null : chosen.id)}
          >
            {isTold ? "Hide the rule" : `What is the rule of ${chosen.name}?`}
          </Button>
          {isTold && (
            <span>
              <strong>{chosen.family}</strong>: {chosen.about}
            </span>
          )}
        </p>
      )}
    </section>
  );
}

interface ThumbnailProps {
  entry: GalleryPuzzle;
  isChosen: boolean;
  /** After its own edit, in this visit. */
  isSolved: boolean;
  onChoose: () => void;
}

function Thumbnail({ entry, isChosen, isSolved, onChoose }: ThumbnailProps) {
  const [first] = entry.puzzle.train;
  if (!first) return null;
  const longest = Math.max(
    ...[first.input, first.output].flatMap((grid) => [grid.length, grid[0]?.length ?? 0]),
  );
  const isTooLarge = excessFor(entry.puzzle, null) !== null;
  const cell = Math.max(2, Math.floor(THUMBNAIL / longest));
  return (
    <li>
      <button type="button" className={styles.thumbnail} aria-pressed={isChosen} onClick={onChoose}>
        <span className={styles.grids} aria-hidden>
          <GridPicture grid={first.input} label={null} cell={cell} />
          <GridPicture grid={first.output} label={null} cell={cell} />
        </span>
        <span className={styles.name}>
          {entry.name}
          {isTooLarge && (
            <span className={styles.large} title="Too large for the grid model">
              · large
              <span className="visually-hidden">, too large for the grid model</span>
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
    </li>
  );
}
