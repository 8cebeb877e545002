import { useEffect } from "react";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { FIRST_VIEW, VIEWS, viewHash, viewOf } from "../../app/view.ts";
import styles from "./ViewSwitch.module.css";

/** One edit of each task, and the method in rounds and in a stream: each with an address of its own. */
export function ViewSwitch() {
  const view = usePlaygroundState((state) => state.view);
  const { show, openLink } = usePlayground();
  useEffect(() => {
    const follow = () => {
      // Other hashes lead to places within the view.
      const named = viewOf(location.hash);
      if (named) show(named);
      // A link may be put into the address of an open page.
      void openLink(location.hash);
    };
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, [show, openLink]);
  useEffect(() => {
    // A run that is opened leads to the view of its kind. The address follows, or a click on where it was leads nowhere;
    // a hash that carries a set-up stays until it is stored.
    const named = location.hash === "" ? FIRST_VIEW.id : viewOf(location.hash);
    if (named === null || named === view) return;
    history.replaceState(null, "", location.pathname + location.search + viewHash(view));
  }, [view]);
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
