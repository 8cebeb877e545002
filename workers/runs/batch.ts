import { batchKind } from "../../src/runs/batch/kind.ts";
import type { EditBody } from "../../src/runs/edit/events.ts";
import { createEditLog } from "../../src/runs/edit/log.ts";
import type { EventLog } from "../../src/runs/eventLog.ts";
import { runBatch } from "../../src/seal/batch.ts";
import { runnerOf } from "./runner.ts";

/** A set of contexts on the version in force. The run of each is told beside the batch, as that of a single edit. */
export const beginBatch = runnerOf({
  kind: batchKind,
  startsFrom: "version",
  async run({ runId, model, task, setup, log, start, emit, postItem, pausePoint, signal }) {
    let itemLog: EventLog<EditBody> | null = null;
    await runBatch({
      model,
      task,
      plan: setup,
      start,
      emit,
      onItem(item, body) {
        if (body.type === "started")
          itemLog = createEditLog({ runId: itemRunId(runId, item), post: postItem });
        itemLog?.emit(body);
      },
      pause: () => pausePoint.asked,
      log,
      signal,
    });
  },
});

/** Of the run of one item, as the page knows it. */
function itemRunId(runId: string, item: number): string {
  return `${runId}/${item}`;
}
