import type { LanguageModel } from "../src/nn/languageModel.ts";
import type { Command } from "../src/protocol/commands.ts";
import type { WorkerMessage } from "../src/protocol/events.ts";
import type { OuterEvent, WriterUpdate } from "../src/protocol/outerEvents.ts";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import { createOuterLog } from "../src/seal/outerLog.ts";
import { type OuterPlan, runOuterLoop } from "../src/seal/outerLoop.ts";
import type { Task } from "../src/tasks/task.ts";

/** An outer loop in the worker, from its command to the moment when the model is free again. */
export interface OuterRun {
  readonly runId: string;
  /** Whether it has ended or been told to; the model may still be busy with it until `done`. */
  readonly ended: boolean;
  readonly done: Promise<void>;
  /** Waits from the end of the edit under way until `proceed`. */
  pause(): void;
  proceed(): void;
  /** Ends the run at once: as cancelled, or as failed for any other reason. */
  stop(reason: PlaygroundError): void;
}

/** What is to be run: a new run, or the rest of an interrupted one. */
export interface OuterStart {
  runId: string;
  task: string;
  plan: OuterPlan;
  earlier: readonly OuterEvent[];
  writers: ReadonlyMap<number, WriterUpdate>;
}

/** @throws PlaygroundError "bad-input" for a log that does not begin at its start, or has finished */
export function outerStartOf(command: Extract<Command, { type: "startOuter" | "resumeOuter" }>): OuterStart {
  if (command.type === "startOuter") {
    const { runId, task, ...plan } = command;
    return { runId, task, plan, earlier: [], writers: new Map() };
  }
  const { events, writers } = command;
  const [first] = events;
  if (first?.body.type !== "outerStarted") {
    throw refused("The log of the run does not begin at its start.", "Start a new run.");
  }
  if (events.at(-1)?.body.type === "outerFinished") {
    throw refused("The run has finished: nothing of it is left to do.", "Start a new run.");
  }
  return {
    runId: first.runId,
    task: first.body.task,
    plan: first.body,
    earlier: events,
    writers: new Map(writers.map(({ round, update }) => [round, update])),
  };
}

/** @param free settles when the model may be used */
export function startOuterRun(
  { runId, plan, earlier, writers }: OuterStart,
  model: LanguageModel,
  task: Task,
  free: Promise<unknown>,
  post: (message: WorkerMessage) => void,
): OuterRun {
  const controller = new AbortController();
  const log = createOuterLog({ runId, earlier, post: (event) => post({ channel: "outer", event }) });
  let waiting: { until: Promise<void>; goOn: () => void } | null = null;

  const work = async () => {
    await free;
    await runOuterLoop({
      model,
      task,
      plan,
      emit: log.emit,
      onWriter: (round, update) => post({ channel: "writer", runId, round, update }),
      pause: () => waiting?.until ?? null,
      log: earlier.map(({ body }) => body),
      writers,
      signal: controller.signal,
    });
  };

  return {
    runId,
    get ended() {
      return log.closed || controller.signal.aborted;
    },
    done: work(),
    pause() {
      if (waiting !== null) return;
      const { promise, resolve } = withResolvers();
      waiting = { until: promise, goOn: resolve };
    },
    proceed() {
      waiting?.goOn();
      waiting = null;
    },
    stop: (reason) => controller.abort(reason),
  };
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function refused(message: string, advice: string): PlaygroundError {
  return new PlaygroundError("bad-input", message, advice);
}
