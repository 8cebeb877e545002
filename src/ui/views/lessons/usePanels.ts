import { useEffect } from "react";
import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { HIDEABLE, type LessonStep, PANELS } from "../../../lessons/lesson.ts";

/** So long the page may still move under a panel that was found. */
const SETTLING_MS = 2000;
const INPUTS = ["wheel", "touchstart", "pointerdown", "keydown"] as const;

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
    let settled: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      const found = document.querySelector(`main [data-panel="${panel}"]`);
      if (!found) return;
      settled ??= setTimeout(stop, SETTLING_MS);
      const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
      found.scrollIntoView({ block: "start", behavior });
    };
    // Its view, or the run that fills it, may be on its way; and what stands above it may come after it.
    const watch = new MutationObserver(show);
    const stop = () => {
      watch.disconnect();
      clearTimeout(settled);
    };
    /** Whoever scrolls or types wants to be where they are. */
    const leave = () => settled !== undefined && stop();
    watch.observe(document.body, { childList: true, subtree: true });
    show();
    for (const input of INPUTS) addEventListener(input, leave, { passive: true });
    return () => {
      stop();
      for (const input of INPUTS) removeEventListener(input, leave);
    };
  }, [panel, isThere]);
}
