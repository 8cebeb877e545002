import type { BatchRun } from "../../runs/batch/state.ts";
import type { EditRun } from "../../runs/edit/state.ts";
import type { RoundsRun } from "../../runs/rounds/state.ts";
import type { StreamRun } from "../../runs/stream/state.ts";
import { shownRun as shownEdit } from "../edit/selectors.ts";
import { type PlaygroundState, taskOnScreen } from "../playgroundState.ts";
import { shownRun } from "./runsState.ts";

export type RunOnScreen = EditRun | BatchRun | RoundsRun | StreamRun;

/** The run that the view on screen is about: of a single edit and a batch the edit; null where there is none. */
export function runOnScreen(state: PlaygroundState): RunOnScreen | null {
  const entry = taskOnScreen(state);
  if (entry === null) return null;
  if (state.view === "rounds" || state.view === "stream") return shownRun(state, state.view, entry.id);
  return shownEdit(state, entry) ?? shownRun(state, "batch", entry.id);
}
