/** The views of the page that a lesson can happen on. */
export type LessonView = "edit" | "rounds" | "stream" | "puzzles" | "versions";

/**
 * What a step lights; the rest of the page is dimmed. The part of the page that bears the name as `data-panel`.
 */
export type Panel =
  | "context"
  | "self-edit"
  | "training"
  | "answers"
  | "reward"
  | "controls"
  | "settings"
  | "rounds"
  | "habits"
  | "stream"
  | "versions"
  | "drift";

/** What the student does on the real page; the step is done when the page says so. */
export type LessonAction =
  | { kind: "run"; say: string }
  | { kind: "edit-note"; say: string }
  | { kind: "set"; say: string; setting: string }
  | { kind: "watch"; say: string };

/** Asked before anything is shown (a prediction), checked afterwards. */
export interface LessonQuestion {
  ask: string;
  /** Exactly one is right; each says why it is or is not. */
  options: readonly { text: string; right: boolean; why: string }[];
}

export interface LessonStep {
  /** Part of the step's address. */
  id: string;
  title: string;
  view: LessonView;
  panel: Panel;
  /** Two to five sentences. `[[term]]` or `[[term|as written]]` names an entry of the glossary. */
  text: string;
  action?: LessonAction;
  question?: LessonQuestion;
  /** Why what was seen may be luck, and what would tell. */
  luck?: string;
}

/** What a class walks through in one go. */
export interface Lesson {
  id: string;
  title: string;
  /** What a student can say or do afterwards. */
  aims: readonly string[];
  minutes: number;
  /** Beyond a browser; "" if nothing. */
  needs: string;
  steps: readonly LessonStep[];
  /** For the class, without one right answer. */
  discussion: readonly string[];
}
