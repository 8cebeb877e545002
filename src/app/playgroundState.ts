import type { ModelEntry } from "../protocol/events.ts";
import type { ModelInfo, Piece } from "../protocol/run.ts";
import type { EditRun } from "../runs/edit/state.ts";
import type { EditSummary } from "../runs/edit/summary.ts";
import type { RoundsRun } from "../runs/rounds/state.ts";
import type { RoundsSummary } from "../runs/rounds/summary.ts";
import type { RunSource } from "../runs/runKind.ts";
import { GRID_MODEL_ID } from "../tasks/arc/gridModel.ts";
import { EMBEDDED_MODEL_ID } from "../tasks/knowledge/metadata.ts";
import type { OuterMetadata, OuterWords } from "../tasks/metadataOuter.ts";
import { OUTER_METADATA } from "../tasks/registry.ts";
import type { Draft, Passage } from "./draft.ts";
import type { OuterDraft } from "./outerDraft.ts";
import type { RunLog } from "./runLog.ts";
import type { SessionState } from "./sessionState.ts";
import type { View } from "./view.ts";

export interface ImportedPassages {
  fileName: string;
  passages: readonly Passage[];
}

/** Something people should know, until they put it away. */
export interface Notice {
  id: number;
  tone: "info" | "warning" | "error";
  message: string;
  advice?: string;
  /** A step that can be taken back from the notice. */
  undo?: { label: string; draft: Draft };
}

/** A run from the table or a file, played from its log. */
export interface OpenedRun {
  source: RunSource;
  log: RunLog;
  /** How many events of the log have been applied. */
  position: number;
  state: EditRun;
  playing: boolean;
}

/** The rounds in which the model learns to write edits. */
export interface OuterPage {
  /** Which task's rounds are set up and shown. */
  task: string;
  /** By task. */
  drafts: Readonly<Record<string, OuterDraft>>;
  /** The run on screen: going on, interrupted or ended. */
  live: RoundsRun | null;
  /** The run that the engine is busy with, from the moment it was asked for. */
  engaged: string | null;
  /** Asked for and not answered yet. */
  asked: "pause" | "cancel" | null;
  /** Newest first. */
  runs: readonly RoundsSummary[];
}

/** Everything the page shows. */
export interface PlaygroundState {
  /** False until the browser's storage has been read. */
  restored: boolean;
  view: View;
  session: SessionState;
  draft: Draft;
  /** Passages from the file that was imported last; they last as long as the visit. */
  imported: ImportedPassages | null;
  /** The run of this visit that was started last. */
  live: EditRun | null;
  /** What the untouched model answers to the questions as they stand, before any run. */
  preview: EditRun | null;
  /** The run that was asked for, until its first event comes. */
  startingId: string | null;
  /** Cancelling was asked for and not answered yet. */
  cancelling: boolean;
  /** The self-edit's pieces as the user changed them while the run waits; null: unchanged. */
  changedPieces: readonly Piece[] | null;
  /** Shown instead of the live run. */
  opened: OpenedRun | null;
  /** Newest first. */
  runs: readonly EditSummary[];
  outer: OuterPage;
  /** The puzzle run that the engine is busy with; all else about puzzles is kept by their view. */
  puzzleRunId: string | null;
  /** The stream of edits that the engine is busy with, from the moment it was asked for. */
  streamId: string | null;
  notices: readonly Notice[];
}

export { OUTER_METADATA, type OuterWords };

/** The run on screen. */
export function shownRun(state: PlaygroundState): EditRun | null {
  return state.opened ? state.opened.state : state.live;
}

/** The model of passages that comes with the page, if there is one. */
export function embeddedModel(state: PlaygroundState): ModelEntry | undefined {
  return state.session.models.find(({ id, origin }) => id === EMBEDDED_MODEL_ID && origin === "embedded");
}

/** The loaded model is the one that comes with the page: it reads nothing but its own world. */
export function isEmbeddedLoaded(state: PlaygroundState): boolean {
  const { loaded } = state.session;
  return loaded !== null && loaded.id === embeddedModel(state)?.id;
}

/** The loaded model, if it reads text: the grid model reads nothing but puzzles. */
export function textModel({ session: { loaded } }: PlaygroundState): ModelInfo | null {
  return loaded?.id === GRID_MODEL_ID ? null : loaded;
}

/** The loaded model, if the rounds on screen can run on it. */
export function outerModel(state: PlaygroundState): ModelInfo | null {
  const { loaded } = state.session;
  if (state.outer.task !== "arc") return textModel(state);
  return loaded?.id === GRID_MODEL_ID ? loaded : null;
}

/** The task of the rounds on screen. */
export function outerTask({ outer: { task } }: PlaygroundState): OuterMetadata {
  const metadata = OUTER_METADATA.find((known) => known.task === task);
  if (!metadata) throw new Error(`There are no rounds of “${task}”.`);
  return metadata;
}

/** What the rounds on screen are set to. */
export function outerDraft({ outer: { task, drafts } }: PlaygroundState): OuterDraft {
  const draft = drafts[task];
  if (!draft) throw new Error(`There are no rounds of “${task}”.`);
  return draft;
}

/** The runs of the task on screen, newest first. */
export function outerRuns({ outer: { task, runs } }: PlaygroundState): readonly RoundsSummary[] {
  return runs.filter((run) => run.task === task);
}

/** The model of grids, if there is one. */
export function gridModel(state: PlaygroundState): ModelEntry | undefined {
  return state.session.models.find(({ id }) => id === GRID_MODEL_ID);
}

/** A run is going on, whether or not it is the one on screen. */
export function isBusy(state: PlaygroundState): boolean {
  const status = state.live?.status;
  return state.startingId !== null || status === "running" || status === "paused";
}

/** The engine is busy with rounds or with a stream of edits, or waits in the middle of them. */
export function isOuterBusy({ outer, streamId }: PlaygroundState): boolean {
  return outer.engaged !== null || streamId !== null;
}
