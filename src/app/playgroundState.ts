import type { Piece } from "../protocol/run.ts";
import type { EditRun } from "../runs/edit/state.ts";
import { TASK_PAGES } from "../tasks/page/pages.ts";
import type { ContextSource } from "../tasks/page/taskMetadata.ts";
import type { TaskPage, TaskPageEntry } from "../tasks/page/taskPage.ts";
import type { Setup } from "./edit/setup.ts";
import type { ModelChoice } from "./edit/setupArchive.ts";
import { isOwnExpected, taskEntry } from "./edit/taskModels.ts";
import type { SessionState } from "./engine/sessionState.ts";
import type { LessonPlace } from "./lessons/lessonPlace.ts";
import type { EngineLease, RunsState } from "./runs/runsState.ts";

/** Something people should know, until they put it away. */
export interface Notice {
  id: number;
  tone: "info" | "warning" | "error";
  message: string;
  advice?: string;
  /** What can be done about it from here: a step taken back, or one that was asked for first. */
  action?: { label: string; act(): void };
}

/** A set of contexts to be run one after the other, and how many of it. */
export interface SetChoice {
  readonly id: string;
  readonly count: number;
}

/** Everything the page shows. */
export interface PlaygroundState {
  /** False until the browser's storage has been read. */
  restored: boolean;
  /** The id of a view. */
  view: string;
  /** The step of a lesson that stands beside it; null: none. */
  lesson: LessonPlace | null;
  session: SessionState;
  choice: ModelChoice;
  /** The pages of tasks that have been opened, and what is set up for a single edit of each. */
  pages: Readonly<Record<string, TaskPage>>;
  setups: Readonly<Record<string, Setup>>;
  /** Which sets were chosen, by task. */
  sets: Readonly<Record<string, SetChoice>>;
  runs: RunsState;
  /** The last runs of one edit of this visit, by task and by the key of their context. */
  recent: Readonly<Record<string, Readonly<Record<string, EditRun>>>>;
  /** Who has the model; null while it is free. */
  engine: EngineLease | null;
  /** Which task's rounds are set up and shown. */
  roundsTask: string;
  /** Which task's streams are. */
  streamTask: string;
  /** What the untouched model answers to what is set up, before any run. */
  preview: EditRun | null;
  /** The self-edit's pieces as the user changed them while the run waits; null: unchanged. */
  changedPieces: readonly Piece[] | null;
  notices: readonly Notice[];
  /** What the dialog of models was opened for: to choose one, or to see how fast the loaded one is; null while it is closed. */
  modelDialog: "choice" | "speed" | null;
  /** The screen of the run that is presented; null while none is. */
  presenting: number | null;
}

/** The task of the rounds on screen. */
export function roundsEntry({ roundsTask }: PlaygroundState): TaskPageEntry {
  return taskEntry(roundsTask);
}

/** The task that the view on screen is about; null where it is about none, as the versions are. */
export function taskOnScreen(state: PlaygroundState): TaskPageEntry | null {
  const { view } = state;
  if (view === "rounds") return roundsEntry(state);
  if (view === "stream") return taskEntry(state.streamTask);
  return TASK_PAGES.find((entry) => entry.view.id === view) ?? null;
}

/** Where the rounds on screen take their contexts from. */
export function roundsSource(state: PlaygroundState): ContextSource {
  const entry = roundsEntry(state);
  return entry.rounds.source({ isOwn: isOwnExpected(state.session, entry) });
}
