import type { LanguageModel } from "../src/nn/languageModel.ts";
import type { Command } from "../src/protocol/commands.ts";
import type { Piece } from "../src/protocol/run.ts";
import type { EditEvent } from "../src/runs/edit/events.ts";
import { createEditLog } from "../src/runs/edit/log.ts";
import { runInnerLoop } from "../src/seal/innerLoop.ts";
import type { Task } from "../src/tasks/task.ts";
import type { EditCandidateCollector } from "../src/versions/editCandidate.ts";
import { startWork, type WorkUnderWay } from "./workUnderWay.ts";

/** A run of one edit. */
export interface ActiveRun extends WorkUnderWay {
  /** Goes on after a pause, with the pieces as the user left them (null: unchanged). Without a pause, nothing happens. */
  proceed(pieces: readonly Piece[] | null): void;
}

/**
 * @param free settles when the model may be used, with what the run should say of it
 * @param candidate listens for an adapter that may be kept
 */
export function startRun(
  command: Extract<Command, { type: "startRun" }>,
  model: LanguageModel,
  task: Task,
  free: Promise<readonly string[]>,
  post: (event: EditEvent) => void,
  candidate: EditCandidateCollector,
): ActiveRun {
  const { runId, context, settings, stepByStep, conditions, otherContext } = command;
  const log = createEditLog({ runId, post });
  let resume: ((pieces: readonly Piece[] | null) => void) | null = null;

  const run = startWork(runId, log, async (signal) => {
    const notes = await free;
    await runInnerLoop({
      model,
      task,
      context,
      settings,
      stepByStep,
      ...(conditions ? { conditions } : {}),
      ...(otherContext === undefined ? {} : { otherContext }),
      notes,
      onAdapter: candidate.onAdapter,
      emit: (body) => {
        log.emit(body);
        candidate.onEvent(body);
      },
      pause: () =>
        new Promise((resolve) => {
          resume = resolve;
        }),
      signal,
    });
  });

  // Assigned, not spread: `ended` is looked up every time.
  return Object.assign(run, {
    proceed(pieces: readonly Piece[] | null) {
      resume?.(pieces);
      resume = null;
    },
  });
}
