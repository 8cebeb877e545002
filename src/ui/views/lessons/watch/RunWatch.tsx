import { useEffect } from "react";
import { shownRun as shownEdit } from "../../../../app/edit/selectors.ts";
import { usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { type PlaygroundState, taskOnScreen } from "../../../../app/playgroundState.ts";
import { runsOf, shownRun } from "../../../../app/runs/runsState.ts";
import type { LessonAction } from "../../../../lessons/lesson.ts";
import { findRecording } from "../../../../runs/recordings.ts";
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
    const run = shownRun(state, view, entry.id);
    return action.kind === "run" && run?.status === "finished" && isMeant(run.runId, action);
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

/** A view opens on a recording, which may be another than the step is about; of one's own runs any will do. */
function isMeant(runId: string, { recording }: LessonAction): boolean {
  return runId === recording || findRecording(runId) === undefined;
}

function seedOf(settings: unknown): unknown {
  return settings !== null && typeof settings === "object" ? Reflect.get(settings, "seed") : undefined;
}
