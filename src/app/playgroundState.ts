import type { ModelEntry } from "../protocol/events.ts";
import type { ModelInfo, Piece } from "../protocol/run.ts";
import type { EditRun } from "../runs/edit/state.ts";
import { GRID_MODEL_ID } from "../tasks/arc/gridModel.ts";
import { EMBEDDED_MODEL_ID } from "../tasks/knowledge/metadata.ts";
import type { Draft, Passage } from "./draft.ts";
import { modelFor } from "./engine/readiness.ts";
import { type EngineLease, liveRun, openedRun, type RunsState, shownRun } from "./runs/runsState.ts";
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

/** Everything the page shows. */
export interface PlaygroundState {
  /** False until the browser's storage has been read. */
  restored: boolean;
  view: View;
  session: SessionState;
  draft: Draft;
  /** Passages from the file that was imported last; they last as long as the visit. */
  imported: ImportedPassages | null;
  runs: RunsState;
  /** Who has the model; null while it is free. */
  engine: EngineLease | null;
  /** Which task's rounds are set up and shown. */
  roundsTask: string;
  /** What the untouched model answers to the questions as they stand, before any run. */
  preview: EditRun | null;
  /** The self-edit's pieces as the user changed them while the run waits; null: unchanged. */
  changedPieces: readonly Piece[] | null;
  notices: readonly Notice[];
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

/** The loaded model, if it reads text. */
export function textModel(state: PlaygroundState): ModelInfo | null {
  return modelFor(state, "knowledge");
}

/** The model of grids, if there is one. */
export function gridModel(state: PlaygroundState): ModelEntry | undefined {
  return state.session.models.find(({ id }) => id === GRID_MODEL_ID);
}

/** The run of one edit on the passage, as it is on screen. */
export function shownPassageRun(state: PlaygroundState): EditRun | null {
  return shownRun(state, "edit", "knowledge");
}

/** The one that was started last in this visit, while no other is opened over it. */
export function livePassageRun(state: PlaygroundState): EditRun | null {
  return openedRun(state, "edit", "knowledge") ? null : liveRun(state, "edit", "knowledge");
}
