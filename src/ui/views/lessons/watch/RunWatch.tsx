import { useEffect } from "react";
import { shownRun as shownEdit } from "../../../../app/edit/selectors.ts";
import { usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { type PlaygroundState, taskOnScreen } from "../../../../app/playgroundState.ts";
import { runsOf, shownRun } from "../../../../app/runs/runsState.ts";
import type { LessonAction } from "../../../../lessons/lesson.ts";
import { stationProgress } from "../../edit/stationProgress.ts";
import type { WatchProps } from "./watch.ts";

/** Of what is done by running something. */
export function RunWatch({ action, onDone }: WatchProps) {
  const isDone = usePlaygroundState((state) => isRunDone(action, state));
  useEffect(() => {
    if (isDone) onDone();
  }, [isDone, onDone]);
  return null;
}

/** Whether the runs of the view on screen say that the action is done. */
function isRunDone(action: LessonAction, state: PlaygroundState): boolean {
  const entry = taskOnScreen(state);
  if (entry === null) return false;
  const { view } = state;
  if (view === "rounds" || view === "stream") {
    return action.kind === "run" && shownRun(state, view, entry.id)?.status === "finished";
  }
  const run = shownEdit(state, entry);
  switch (action.kind) {
    case "run":
      return run?.status === "finished";
    case "reach":
      return run !== null && stationProgress(run, action.station) !== "ahead";
    case "edit-note":
      return run?.status === "finished" && run.edits[0]?.author === "user";
    case "seeds": {
      const own = runsOf(state, "edit", entry.id).filter(
        ({ source, status }) => source === "own" && status === "finished",
      );
      return new Set(own.map(({ settings }) => seedOf(settings))).size >= action.count;
    }
    default:
      return false;
  }
}

function seedOf(settings: unknown): unknown {
  return settings !== null && typeof settings === "object" ? Reflect.get(settings, "seed") : undefined;
}
