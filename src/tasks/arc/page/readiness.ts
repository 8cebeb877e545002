import { gridModel, isBusy, isOuterBusy, type PlaygroundState } from "../../../app/playgroundState.ts";

/** Why no puzzle can be run now, one sentence; undefined where one can. */
export function whyNotReady(state: PlaygroundState): string | undefined {
  if (isBusy(state)) return "“One edit” is using the engine: cancel it there, or wait for its end.";
  if (isOuterBusy(state)) {
    const view = state.streamId === null ? "Learning to edit" : "Forgetting";
    return `“${view}” is using the engine: cancel it there, or wait for its end.`;
  }
  const model = gridModel(state);
  const { loading, loaded, modelsKnown } = state.session;
  if (loading) return "The model is loading.";
  if (model !== undefined && loaded?.id === model.id) return undefined;
  if (!modelsKnown) return "The engine is starting.";
  return model ? "Load the grid model first." : "No model that reads puzzles is here yet.";
}
