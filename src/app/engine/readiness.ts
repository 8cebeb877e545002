import type { ModelInfo } from "../../protocol/run.ts";
import type { KindId } from "../../protocol/runEvent.ts";
import { GRID_MODEL_ID } from "../../tasks/arc/gridModel.ts";
import type { PlaygroundState } from "../playgroundState.ts";
import { VIEW_NAMES, viewOfRun } from "../view.ts";

/** The loaded model, if it reads the contexts of a task: the grid model reads puzzles, and nothing else does. */
export function modelFor(
  { session: { loaded } }: Pick<PlaygroundState, "session">,
  task: string,
): ModelInfo | null {
  return (loaded?.id === GRID_MODEL_ID) === (task === "arc") ? loaded : null;
}

/** Why no run of this kind and task can begin now, one sentence; undefined where it can. */
export function whyNotReady(
  state: Pick<PlaygroundState, "session" | "engine">,
  kind: KindId,
  task: string,
): string | undefined {
  const { engine, session } = state;
  if (engine !== null && !engine.isPreview) {
    const view = viewOfRun(engine.kind, engine.task) ?? "edit";
    if (view !== viewOfRun(kind, task)) {
      return `“${VIEW_NAMES[view]}” is using the model: cancel it there, or wait for its end.`;
    }
    return "A run is going on: cancel it, or wait for its end.";
  }
  if (session.loading !== null) return "The model is loading.";
  return modelFor(state, task) === null ? "Load a model first." : undefined;
}
