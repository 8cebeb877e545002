import type { KindId } from "../../protocol/runEvent.ts";
import { modelFor, ownModel, taskEntry } from "../edit/taskModels.ts";
import type { PlaygroundState } from "../playgroundState.ts";
import { runLease } from "../runs/runsState.ts";
import { viewLabel, viewOfRun } from "../view.ts";

/** Who has the model, one sentence; undefined while it is free, as it is while only a preview has it. @param here the view from which it is asked */
export function whyBusy(
  state: Pick<PlaygroundState, "engine">,
  here: string | null = null,
): string | undefined {
  const { engine } = state;
  if (engine?.kind === "measurement")
    return "This machine is being measured: cancel that, or wait for its end.";
  if (engine?.kind === "versionWork")
    return "“Versions” is using the model: wait for its end, or cancel it there.";
  const run = runLease(state);
  if (run === null || run.isPreview) return undefined;
  const view = viewOfRun(run.kind, run.task);
  return view === null || view === here
    ? "A run is going on: cancel it, or wait for its end."
    : `“${viewLabel(view)}” is using the model: cancel it there, or wait for its end.`;
}

/** Why no run of this kind and task can begin now, one sentence; undefined where it can. */
export function whyNotReady(
  state: Pick<PlaygroundState, "session" | "engine">,
  kind: KindId,
  task: string,
): string | undefined {
  const { session } = state;
  const busy = whyBusy(state, viewOfRun(kind, task));
  if (busy !== undefined) return busy;
  if (session.loading !== null) return "The model is loading.";
  const entry = taskEntry(task);
  if (modelFor(session, entry) !== null) return undefined;
  if (!session.modelsKnown) return "The engine is starting.";
  return entry.models.readsText || ownModel(session, entry)
    ? "Load a model first."
    : `No model that reads ${entry.rounds.words.many} is here yet.`;
}
