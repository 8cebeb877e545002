import { editKind } from "../../src/runs/edit/kind.ts";
import { createEditLog } from "../../src/runs/edit/log.ts";
import { runInnerLoop } from "../../src/seal/innerLoop.ts";
import { runnerOf } from "./runner.ts";

/** One inner loop, on the version in force. */
export const beginEdit = runnerOf({
  kind: editKind,
  startsFrom: "version",
  createLog: createEditLog,
  async run({ runId, model, task, setup, log, start, versions, emit, pausePoint, signal }) {
    const { context, settings, stepByStep, conditions, otherContext } = setup;
    const candidates = versions.listen(runId);
    for (const body of log) candidates.onEvent(body);
    await runInnerLoop({
      model,
      task,
      context,
      settings,
      stepByStep,
      ...(conditions ? { conditions } : {}),
      ...(otherContext === undefined ? {} : { otherContext }),
      ...(log.length > 0 ? { log } : {}),
      start,
      onAdapter: candidates.onAdapter,
      emit: (body) => {
        emit(body);
        candidates.onEvent(body);
      },
      pause: () => (stepByStep ? pausePoint.wait() : pausePoint.asked),
      signal,
    });
  },
});
