import { createStore } from "zustand/vanilla";
import type { Lesson, LessonStep } from "../../lessons/lesson.ts";
import { LESSONS } from "../../lessons/lessons.ts";
import type { Documents } from "../../runs/archive.ts";
import { notify, type PlaygroundStore, type WithStore } from "../store.ts";
import type { LessonPlace } from "./lessonPlace.ts";
import { type Progress, readProgress, type StepProgress, UNTOUCHED } from "./progress.ts";

export interface LessonsState {
  progress: Progress;
}

/** Going through lessons. Which step is open all of the page must know: `PlaygroundState.lesson`. */
export interface Lessons extends WithStore<LessonsState> {
  /** Opens a step beside the view it happens on; of a lesson that is unknown the page says so. */
  goTo(place: LessonPlace): void;
  /** @param address "lesson/step" */
  note(address: string, change: Partial<StepProgress>): void;
  /** As on a first visit. */
  forget(): void;
}

const KEY = "lessons";

export async function createLessons(page: PlaygroundStore, documents: Documents): Promise<Lessons> {
  const store = createStore<LessonsState>(() => ({ progress: {} }));
  const kept = readProgress(await documents.read(KEY));
  store.setState({ progress: kept });

  const set = (progress: Progress) => {
    store.setState({ progress });
    void documents.write(KEY, progress);
  };

  return {
    store,
    goTo: (place) => {
      const found = findStep(place);
      if (found) {
        const { lesson, step } = found;
        page.setState({ view: step.view, lesson: { ...place, lesson: lesson.id, step: step.id } });
        return;
      }
      page.setState({ view: "lessons", lesson: null });
      notify(page, {
        tone: "warning",
        message: `There is no lesson “${shortened(place.lesson)}/${shortened(place.step)}”.`,
        advice: "Choose one of the list.",
      });
    },
    note: (address, change) => {
      const { progress } = store.getState();
      set({ ...progress, [address]: { ...UNTOUCHED, ...progress[address], ...change } });
    },
    forget: () => set({}),
  };
}

/** The step that a place names, the first one where it names none; null where there is no such step. */
export function findStep({ lesson: id, step: stepId }: Pick<LessonPlace, "lesson" | "step">): {
  lesson: Lesson;
  step: LessonStep;
} | null {
  const lesson = LESSONS.find((one) => one.id === id);
  const step = stepId === "" ? lesson?.steps[0] : lesson?.steps.find((one) => one.id === stepId);
  return lesson && step ? { lesson, step } : null;
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
