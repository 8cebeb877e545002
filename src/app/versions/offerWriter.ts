import { toMessage } from "../../runs/readLog.ts";
import { writerAttachmentSchema } from "../../runs/rounds/events.ts";
import { roundsKind } from "../../runs/rounds/kind.ts";
import type { Playground } from "../playground.ts";
import { notify } from "../store.ts";
import { versionClientOf } from "./versionClient.ts";

/**
 * Brings the writer of the rounds on screen to the versions, where it is measured and kept, or vetoed. Paused rounds
 * are ended by this, for keeping takes the model; they can be resumed. Resolves to false where they cannot be read.
 */
export async function offerWriter(playground: Playground, runId: string): Promise<boolean> {
  const { archive, runs, store } = playground;
  if (store.getState().engine?.runId === runId) runs.cancel();
  const [log, attachments] = await Promise.all([
    archive.load(roundsKind, runId),
    archive.attachments("rounds", runId),
  ]);
  if (log === null) {
    const message = "The log of these rounds could not be read, so their writer cannot be kept.";
    notify(store, { tone: "error", message, advice: "Run them again." });
    return false;
  }
  const writers = attachments.flatMap((value) => writerAttachmentSchema.safeParse(value).data ?? []);
  versionClientOf(playground).ask({ type: "offerWriter", events: log.map(toMessage), writers });
  return true;
}
