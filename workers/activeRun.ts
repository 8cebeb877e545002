import type { LanguageModel } from "../src/nn/languageModel.ts";
import type { Command } from "../src/protocol/commands.ts";
import type { RunEvent } from "../src/protocol/events.ts";
import type { PlaygroundError } from "../src/protocol/playgroundError.ts";
import type { Piece } from "../src/protocol/run.ts";
import { runInnerLoop } from "../src/seal/innerLoop.ts";
import { createRunLog } from "../src/seal/runLog.ts";
import type { Task } from "../src/tasks/task.ts";
import type { KeepableCollector } from "./keepable.ts";

/** A run in the worker, from its command to the moment when the model is free again. */
export interface ActiveRun {
  readonly runId: string;
  /** Whether it has ended or been told to; the model may still be busy with it until `done`. */
  readonly ended: boolean;
  readonly done: Promise<void>;
  /** Goes on after a pause, with the pieces as the user left them (null: unchanged). Without a pause, nothing happens. */
  proceed(pieces: readonly Piece[] | null): void;
  /** Ends the run at once: as cancelled, or as failed for any other reason. */
  stop(reason: PlaygroundError): void;
}

/**
 * @param free settles when the model may be used, with what the run should say of it
 * @param keepable listens for an adapter that may be kept
 */
export function startRun(
  command: Extract<Command, { type: "startRun" }>,
  model: LanguageModel,
  task: Task,
  free: Promise<readonly string[]>,
  post: (event: RunEvent) => void,
  keepable: KeepableCollector,
): ActiveRun {
  const { runId, context, settings, stepByStep, conditions, otherContext } = command;
  const controller = new AbortController();
  const log = createRunLog({ runId, post });
  let resume: ((pieces: readonly Piece[] | null) => void) | null = null;

  const work = async () => {
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
      onAdapter: keepable.onAdapter,
      emit: (body) => {
        log.emit(body);
        keepable.onEvent(body);
      },
      pause: () =>
        new Promise((resolve) => {
          resume = resolve;
        }),
      signal: controller.signal,
    });
  };

  return {
    runId,
    get ended() {
      return log.closed || controller.signal.aborted;
    },
    done: work(),
    proceed(pieces) {
      resume?.(pieces);
      resume = null;
    },
    stop: (reason) => controller.abort(reason),
  };
}
