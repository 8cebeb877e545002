import { useEffect } from "react";
import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { HIDEABLE, type LessonStep, PANELS } from "../../../lessons/lesson.ts";

/** Lights the panel of the step, brings it into sight as soon as it is there, and hides what the educator took away. */
export function usePanels({ panel, view }: LessonStep, hide: readonly string[], folded: boolean): void {
  const isThere = usePlaygroundState((state) => state.view === view);
  const hidden = PANELS.filter((one) => one in HIDEABLE && hide.includes(one)).join(" ");
  useEffect(() => {
    const { dataset } = document.documentElement;
    dataset.lesson = folded ? "folded" : "open";
    dataset.lit = isThere ? panel : "";
    dataset.hide = hidden;
    return () => {
      delete dataset.lesson;
      delete dataset.lit;
      delete dataset.hide;
    };
  }, [panel, isThere, hidden, folded]);
  useEffect(() => {
    if (!isThere) return;
    const show = () => {
      const found = document.querySelector(`main [data-panel="${panel}"]`);
      if (!found) return;
      watch.disconnect();
      const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
      found.scrollIntoView({ block: "start", behavior });
    };
    // Its view, or the run that fills it, may be on its way.
    const watch = new MutationObserver(show);
    watch.observe(document.body, { childList: true, subtree: true });
    show();
    return () => watch.disconnect();
  }, [panel, isThere]);
}
