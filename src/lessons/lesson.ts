import type { RecordingId } from "../runs/recordings.ts";

/** The views of the page that a lesson can happen on, by their id. */
export type LessonView = "edit" | "rounds" | "stream" | "puzzles" | "versions";

/**
 * A part of the page that a step can light, or that an educator can hide: the one that bears the name as `data-panel`.
 * The stations of one edit go by their own names.
 */
export const PANELS = [
  "read",
  "write",
  "train",
  "test",
  "reward",
  "source",
  "settings",
  "runs",
  "rounds",
  "held-out",
  "habits",
  "matrix",
  "versions",
  "limits",
  "plant",
  "views",
  "model",
] as const;
export type Panel = (typeof PANELS)[number];

/** What an educator may take away from the page beside a lesson, and what it is called. */
export const HIDEABLE: Readonly<Partial<Record<Panel, string>>> = {
  settings: "Settings",
  source: "Choice of another passage or puzzle",
  runs: "Table of runs",
  views: "The other views",
  model: "Choice of a model",
};

/** When the page says that a step is done. */
type Deed =
  /** The run on screen has come to its end: one's own, or a recording played through. */
  | { kind: "run" }
  /** The run on screen has come to this station. */
  | { kind: "reach"; station: "read" | "write" | "train" | "test" | "reward" }
  /** One's own notes were trained on to the end. */
  | { kind: "edit-note" }
  /** So many finished runs of one's own, each with a seed of its own. */
  | { kind: "seeds"; count: number }
  /** A setting of the view has one of these values, or any but one. */
  | { kind: "set"; setting: string; oneOf: readonly string[] }
  | { kind: "set"; setting: string; not: string }
  /** A falsehood was planted and measured. */
  | { kind: "plant" };

/** What the student does on the real page. */
export type LessonAction = Deed & {
  say: string;
  /** Shows the same where it cannot be run, or takes too long. */
  recording?: RecordingId;
};

export interface AnswerOption {
  text: string;
  right: boolean;
  /** Why it is, or is not. */
  why: string;
}

/** Asked before anything is shown (a prediction), checked afterwards. */
export interface LessonQuestion {
  ask: string;
  /** Exactly one is right. */
  options: readonly AnswerOption[];
}

/** Measured shares that a step stands on. */
export interface LessonFigure {
  caption: string;
  /** The paper, or the page of results with the commands that measured it. */
  source: string;
  rows: readonly FigureRow[];
}

export interface FigureRow {
  label: string;
  /** Between 0 and 1. */
  share: number;
  /** 95 %; absent where the source gives none. */
  interval?: readonly [number, number];
  /** "61 of 100" */
  count?: string;
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
  /** What the model has answered stays out of sight until the prediction is checked. */
  withholdsAnswers?: true;
  figure?: LessonFigure;
  /** Takes one training step of the run on screen apart. */
  slowMotion?: true;
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
  /** What it costs a machine, and what is fetched. */
  needs: string;
  steps: readonly LessonStep[];
  /** For the class, without one right answer. */
  discussion: readonly string[];
}
