import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { Button } from "../../../../ui/primitives/Button.tsx";
import type { ContextViewProps } from "../../../page/taskPage.ts";
import { IDEA_ORDER, IDEAS, LEVELS } from "../../examples.ts";
import type { PuzzleDraft } from "../draft.ts";
import { isTooLarge } from "../readers.ts";
import styles from "./Gallery.module.css";
import { GALLERY, galleryPuzzle } from "./gallery.ts";
import { PuzzleStrip } from "./PuzzleStrip.tsx";
import strip from "./StripHead.module.css";

/** What is shown of the gallery; "": all. */
interface Filter {
  idea: string;
  level: string;
}

/** The puzzles that come with the page, to choose from by their looks; what they are about is told on demand. */
export function Gallery({ draft, onChange, recent, models }: ContextViewProps<PuzzleDraft>) {
  const { source } = draft;
  const [{ idea, level }, setFilter] = useState<Filter>({ idea: "", level: "" });
  const shown = GALLERY.filter(
    (entry) => (idea === "" || entry.idea === idea) && (level === "" || String(entry.level) === level),
  );
  const items = shown.map(({ id, name, puzzle }) => ({
    key: id,
    name,
    puzzle,
    isSolved: recent[id]?.answers["self-edit"]?.result?.correct === 1,
    isUnread: isTooLarge(puzzle, models.atHand),
  }));
  return (
    <section className={styles.gallery} aria-label="Gallery" data-panel="source">
      <div className={strip.head}>
        <label>
          Idea
          <select value={idea} onChange={(event) => setFilter({ level, idea: event.target.value })}>
            <option value="">All</option>
            {IDEA_ORDER.map((one) => (
              <option key={one} value={one}>
                {IDEAS[one]}
              </option>
            ))}
          </select>
        </label>
        <label>
          Difficulty
          <select value={level} onChange={(event) => setFilter({ idea, level: event.target.value })}>
            <option value="">All</option>
            {Object.entries(LEVELS).map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <span role="status">
          {shown.length === GALLERY.length
            ? `${GALLERY.length} puzzles, by idea, the easier ones first`
            : `${shown.length} of ${GALLERY.length} puzzles`}
        </span>
      </div>
      <PuzzleStrip
        key={`${idea} ${level}`}
        label={`${shown.length} puzzles`}
        items={items}
        chosen={source.kind === "gallery" ? source.id : null}
        onChoose={(id) => onChange((now) => ({ ...now, source: { kind: "gallery", id } }))}
      />
      {source.kind === "gallery" && <Rule id={source.id} />}
    </section>
  );
}

function Rule({ id }: { id: string }) {
  const chosen = galleryPuzzle(id);
  const [told, setTold] = useState<string | null>(null);
  if (!chosen) return null;
  const isTold = told === id;
  return (
    <p className={styles.rule}>
      <Button
        look="quiet"
        icon={isTold ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
        aria-expanded={isTold}
        onClick={() => setTold(isTold ? null : id)}
      >
        {isTold ? "Hide the rule" : `What is the rule of ${chosen.name}?`}
      </Button>
      {isTold && (
        <span>
          <strong>{chosen.family}</strong>: {chosen.about}
        </span>
      )}
    </p>
  );
}
