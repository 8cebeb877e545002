import type { KindId } from "../../protocol/runEvent.ts";
import { loadKind, type SetupOf } from "../../runs/kinds.ts";
import type { EditRuns } from "../edit/editRuns.ts";
import type { PlaygroundStore } from "../store.ts";
import type { Runs } from "./runs.ts";
import { openedRun } from "./runsState.ts";

/** Runs what an opened run was asked for with: the same contexts, settings and seed, on the model that is loaded. */
export async function runLive<K extends KindId>(
  { store, runs, edit }: { store: PlaygroundStore; runs: Runs; edit: EditRuns },
  kind: K,
  task: string,
): Promise<void> {
  // A single edit is set up on the page first, where it can be changed afterwards.
  const single = kind === "edit" ? openedRun(store.getState(), "edit", task) : null;
  if (single) return edit.again(single.state, "same");
  const started = openedRun(store.getState(), kind, task)?.log[0]?.body;
  await runs.start(kind, task, async (): Promise<SetupOf<K>> => {
    const { setupSchema } = await loadKind(kind);
    return setupSchema.parse(started);
  });
}
