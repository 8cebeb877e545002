import styles from "./DepthBadge.module.css";
import { depthHelp } from "./depthText.ts";
import { loadedWorld } from "./loadWorld.ts";

interface DepthBadgeProps {
  question: string;
  /** As the passage's author said; absent: read from the question, if it is of the world. */
  kind: string | undefined;
}

/** Names how far a question is from what the passage says: direct, reversed, two-hop or which of two. */
export function DepthBadge({ question, kind }: DepthBadgeProps) {
  const depth = kind ?? loadedWorld()?.depthOfQuestion(question.trim()) ?? undefined;
  if (depth === undefined) return null;
  return (
    <span className={styles.badge} data-depth={depth} title={depthHelp(depth)}>
      {depth}
    </span>
  );
}
