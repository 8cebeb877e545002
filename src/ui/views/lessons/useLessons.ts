import { useStore } from "zustand";
import { findStep, type Lessons } from "../../../app/lessons/lessons.ts";
import type { Progress } from "../../../app/lessons/progress.ts";
import { usePlayground, usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { useLazy } from "../../useLazy.ts";

/** What can be done with lessons; the view waits until it is there. */
export function useLessons(): Lessons {
  return useLazy(usePlayground().lessons);
}

export function useProgress(): Progress {
  return useStore(useLessons().store, ({ progress }) => progress);
}

/** The step that is open, with its lesson and what is hidden beside it; null while none is. */
export function useOpenStep() {
  const place = usePlaygroundState((state) => state.lesson);
  const found = place && findStep(place);
  return found && { ...found, place };
}
