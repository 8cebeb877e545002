import type { LanguageModel } from "../src/nn/languageModel.ts";
import type { Command } from "../src/protocol/commands.ts";
import type { WorkerMessage } from "../src/protocol/events.ts";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import type { WriterUpdate } from "../src/protocol/writerUpdate.ts";
import { createEventLog } from "../src/runs/eventLog.ts";
import { readLog } from "../src/runs/readLog.ts";
import type { RoundsBody, RoundsEvent } from "../src/runs/rounds/events.ts";
import { roundsKind } from "../src/runs/rounds/kind.ts";
import { type OuterPlan, runOuterLoop } from "../src/seal/outerLoop.ts";
import type { Task } from "../src/tasks/task.ts";
import { type LongRun, startLongRun } from "./longRun.ts";

/** What is to be run: a new run, or the rest of an interrupted one. */
export interface OuterStart {
  runId: string;
  task: string;
  plan: OuterPlan;
  earlier: readonly RoundsEvent[];
  writers: ReadonlyMap<number, WriterUpdate>;
}

/** @throws PlaygroundError "bad-input" for a log that does not begin at its start, or has finished */
export function outerStartOf(command: Extract<Command, { type: "startOuter" | "resumeOuter" }>): OuterStart {
  if (command.type === "startOuter") {
    const { runId, task, ...plan } = command;
    return { runId, task, plan, earlier: [], writers: new Map() };
  }
  const events = readLog(roundsKind, command.events);
  const { writers } = command;
  const [first] = events;
  if (first?.body.type !== "started") {
    throw refused("The log of the run does not begin at its start.", "Start a new run.");
  }
  if (events.at(-1)?.body.type === "finished") {
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
): LongRun {
  const log = createEventLog<RoundsBody>(roundsKind, {
    runId,
    earlier,
    post: (event) => post({ channel: "run", kind: "rounds", event }),
  });
  return startLongRun(runId, log, async ({ pause, signal }) => {
    await free;
    await runOuterLoop({
      model,
      task,
      plan,
      emit: log.emit,
      onWriter: (round, update) => post({ channel: "writer", runId, round, update }),
      pause,
      log: earlier.map(({ body }) => body),
      writers,
      signal,
    });
  });
}

function refused(message: string, advice: string): PlaygroundError {
  return new PlaygroundError("bad-input", message, advice);
}
