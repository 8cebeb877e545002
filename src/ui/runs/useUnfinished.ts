import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { unfinishedRun } from "../../app/runs/runsState.ts";
import type { KindId } from "../../protocol/runEvent.ts";
import type { StateOf } from "../../runs/kinds.ts";
import { otherModel } from "./otherModel.ts";

/** A run that was interrupted, and what can be done with it. */
export interface Unfinished<State> {
  run: State;
  /** Why the loaded model cannot go on with it; undefined where it can. */
  foreign: string | undefined;
  resume(): void;
  discard(): void;
}

/** The run on screen where it is one's own and did not finish; null where there is nothing to go on with. */
export function useUnfinished<K extends KindId>(kind: K, task: string): Unfinished<StateOf<K>> | null {
  const { runs, library } = usePlayground();
  const run = usePlaygroundState((state) => unfinishedRun(state, kind, task));
  const loaded = usePlaygroundState((state) => state.session.loaded);
  if (run === null) return null;
  return {
    run,
    foreign: otherModel(run.model, loaded, "to resume"),
    resume: () => void runs.resume(kind, task),
    discard: () => void library.remove(kind, run.runId),
  };
}
