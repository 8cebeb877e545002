import { loadedTask } from "../../../app/edit/selectors.ts";
import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import type { Piece } from "../../../protocol/run.ts";
import type { Version } from "../../../versions/version.ts";
import { TruthMark, truthCounts } from "../../primitives/pieces/TruthMark.tsx";
import { useTaskPage } from "../useTaskPage.ts";
import styles from "./Versions.module.css";

interface StatementListProps {
  pieces: readonly Piece[];
  open?: boolean;
  /** Goes on from "What". */
  of?: string;
}

/** Whose statements those of a version are. */
export function sayers(kind: Version["kind"]): string {
  if (kind === "merge") return "the edits say";
  return kind === "writer" ? "the edits it was trained to write say" : "the edit says";
}

/** What the edit says, a configuration in words, and where that can be known, whether it is true of its passage. */
export function StatementList({ pieces, open = false, of = "the edit says" }: StatementListProps) {
  const { text: words } = useTaskPage(usePlaygroundState(loadedTask));
  const kept = pieces.filter((piece) => piece.kept);
  if (kept.length === 0) return null;
  return (
    <details className={styles.details} open={open}>
      <summary>
        What {of}
        {truthCounts(kept) === null ? "" : `: ${truthCounts(kept)}`}
      </summary>
      <ul className={styles.statements}>
        {kept.map(({ id, text, truth }) => (
          <li key={id}>
            {words.piece?.(text) ?? text} {truth && <TruthMark truth={truth} />}
          </li>
        ))}
      </ul>
    </details>
  );
}
