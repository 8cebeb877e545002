import { useEffect } from "react";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { type View, viewOf } from "../../app/view.ts";
import styles from "./ViewSwitch.module.css";

const VIEWS: readonly [View, string][] = [
  ["edit", "One edit"],
  ["rounds", "Learning to edit"],
  ["stream", "Forgetting"],
  ["puzzles", "Puzzles"],
  ["versions", "Versions"],
];

/** The method in one edit, in rounds and in a stream, and its second task: each with an address of its own. */
export function ViewSwitch() {
  const view = usePlaygroundState((state) => state.view);
  const { show } = usePlayground();
  useEffect(() => {
    const follow = () => {
      // Other hashes lead to places within the view.
      const named = viewOf(location.hash);
      if (named) show(named);
    };
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, [show]);
  return (
    <nav className={styles.views} aria-label="Views">
      {VIEWS.map(([id, label]) => (
        <a key={id} href={`#view=${id}`} aria-current={view === id ? "page" : undefined}>
          {label}
        </a>
      ))}
    </nav>
  );
}
