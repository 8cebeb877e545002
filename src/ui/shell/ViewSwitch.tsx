import { useEffect } from "react";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { VIEWS, viewOf } from "../../app/view.ts";
import styles from "./ViewSwitch.module.css";

/** One edit of each task, and the method in rounds and in a stream: each with an address of its own. */
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
      {VIEWS.map(({ id, label }) => (
        <a key={id} href={`#view=${id}`} aria-current={view === id ? "page" : undefined}>
          {label}
        </a>
      ))}
    </nav>
  );
}
