import { useEffect } from "react";
import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { HIDEABLE, type LessonStep, PANELS } from "../../../lessons/lesson.ts";
import { keepInView } from "../../keepInView.ts";

interface Looks {
  /** What the educator took away. */
  hide: readonly string[];
  /** The lesson is a sheet that is folded. */
  folded: boolean;
  /** What the model has answered is out of sight. */
  isWithheld: boolean;
}

/** Lights the panel of the step, brings it into sight as soon as it is there, and hides what the educator took away. */
export function usePanels({ panel, view }: LessonStep, { hide, folded, isWithheld }: Looks): void {
  const isThere = usePlaygroundState((state) => state.view === view);
  const hidden = PANELS.filter((one) => one in HIDEABLE && hide.includes(one)).join(" ");
  useEffect(() => {
    const { dataset } = document.documentElement;
    dataset.lesson = folded ? "folded" : "open";
    dataset.lit = isThere ? panel : "";
    dataset.hide = hidden;
    if (isWithheld) dataset.withheld = "answers";
    return () => {
      delete dataset.lesson;
      delete dataset.lit;
      delete dataset.hide;
      delete dataset.withheld;
    };
  }, [panel, isThere, hidden, folded, isWithheld]);
  // Its view, or the run that fills it, may be on its way.
  useEffect(() => {
    if (isThere) return keepInView(`main [data-panel="${panel}"]`);
  }, [panel, isThere]);
}
