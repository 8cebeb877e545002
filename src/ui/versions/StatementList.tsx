import type { Piece } from "../../protocol/run.ts";
import { TruthMark, truthCounts } from "../stations/TruthMark.tsx";
import styles from "./Versions.module.css";

/** What the edit says, and where that can be known, whether it is true of its passage. */
export function StatementList({ pieces, open = false }: { pieces: readonly Piece[]; open?: boolean }) {
  const kept = pieces.filter((piece) => piece.kept);
  if (kept.length === 0) return null;
  return (
    <details className={styles.details} open={open}>
      <summary>What the edit says{truthCounts(kept) === null ? "" : `: ${truthCounts(kept)}`}</summary>
      <ul className={styles.statements}>
        {kept.map(({ id, text, truth }) => (
          <li key={id}>
            {text} {truth && <TruthMark truth={truth} />}
          </li>
        ))}
      </ul>
    </details>
  );
}
