import { useEffect } from "react";
import { placeOf } from "../../app/lessons/lessonPlace.ts";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { hashOf, VIEWS, viewOf } from "../../app/view.ts";
import styles from "./ViewSwitch.module.css";

/** One edit of each task, the method in rounds and in a stream, and lessons: each with an address of its own. */
export function ViewSwitch() {
  const view = usePlaygroundState((state) => state.view);
  const lesson = usePlaygroundState((state) => state.lesson);
  const restored = usePlaygroundState((state) => state.restored);
  const { follow } = usePlayground();
  useEffect(() => {
    // By now the address may have been changed again, as that of a presentation that was left.
    const go = ({ newURL }: HashChangeEvent) => void follow(new URL(newURL).hash);
    addEventListener("hashchange", go);
    return () => removeEventListener("hashchange", go);
  }, [follow]);
  useEffect(() => {
    // A run that is opened leads to the view of its kind, and a lesson may be closed. The address follows, or a click on
    // where it was leads nowhere. What it carries at first stays until that is stored; a place within the view stays.
    const { hash, pathname, search } = location;
    const named = viewOf(hash);
    const place = placeOf(hash);
    const next = hashOf({ view, lesson });
    const isPlaceWithin = named === null && place === null && lesson === null;
    if (!restored || isPlaceWithin || hashOf({ view: named ?? view, lesson: place }) === next) return;
    history.replaceState(null, "", pathname + search + next);
  }, [view, lesson, restored]);
  const within = VIEWS.find(({ id }) => id === view)?.within;
  return (
    <nav className={styles.views} aria-label="Views" data-panel="views">
      {VIEWS.filter((one) => one.within === undefined).map(({ id, label }) => (
        <a key={id} href={`#view=${id}`} aria-current={view === id ? "page" : within === id || undefined}>
          {label}
        </a>
      ))}
    </nav>
  );
}
