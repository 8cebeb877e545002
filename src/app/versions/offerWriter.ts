import type { Playground } from "../playground.ts";
import { notify } from "../store.ts";
import { versionClientOf } from "./versionClient.ts";

/**
 * Brings the writer of the rounds on screen to the versions, where it is measured and kept, or vetoed. Paused rounds
 * are ended by this, for keeping takes the model; they can be resumed. Resolves to false where they cannot be read.
 */
export async function offerWriter(playground: Playground, runId: string): Promise<boolean> {
  const { outer, store } = playground;
  const { archive } = outer;
  if (store.getState().outer.engaged === runId) outer.cancel();
  const [events, writers] = await Promise.all([archive.loadLog(runId), archive.loadWriters(runId)]);
  if (events === null) {
    const message = "The log of these rounds could not be read, so their writer cannot be kept.";
    notify(store, { tone: "error", message, advice: "Run them again." });
    return false;
  }
  versionClientOf(playground).ask({ type: "offerWriter", events, writers });
  return true;
}
