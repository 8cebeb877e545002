import { writerAttachmentSchema } from "../../src/runs/rounds/events.ts";
import { roundsKind } from "../../src/runs/rounds/kind.ts";
import { runOuterLoop } from "../../src/seal/outerLoop.ts";
import { runnerOf } from "./runner.ts";

/** Rounds of the outer loop, from the untouched model. */
export const beginRounds = runnerOf({
  kind: roundsKind,
  startsFrom: "untouched",
  async run({ model, task, setup, log, attachments, emit, attach, openLanes, pausePoint, signal }) {
    const { taskSettings, contexts, heldOut } = setup;
    const updates = attachments.flatMap((value) => writerAttachmentSchema.safeParse(value).data ?? []);
    await runOuterLoop({
      model,
      task,
      plan: setup,
      emit,
      onWriter: (round, update) => attach(String(round), { round, update }),
      pause: () => pausePoint.asked,
      log,
      openLanes: () => openLanes({ task: task.id, taskSettings, contexts, heldOut }, signal),
      writers: new Map(updates.map(({ round, update }) => [round, update])),
      signal,
    });
  },
});
