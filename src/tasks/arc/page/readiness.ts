import { whyNotReady as whyNotReadyFor } from "../../../app/engine/readiness.ts";
import { gridModel, type PlaygroundState } from "../../../app/playgroundState.ts";

/** Why no puzzle can be run now, one sentence; undefined where one can. */
export function whyNotReady(state: PlaygroundState): string | undefined {
  const reason = whyNotReadyFor(state, "edit", "arc");
  if (reason !== "Load a model first.") return reason;
  if (!state.session.modelsKnown) return "The engine is starting.";
  return gridModel(state) ? "Load the grid model first." : "No model that reads puzzles is here yet.";
}
