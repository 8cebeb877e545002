import { createEventLog } from "../src/runs/eventLog.ts";
import { reduceRun, replay } from "../src/runs/reduceRun.ts";
import type { RoundsBody, RoundsEvent } from "../src/runs/rounds/events.ts";
import { roundsKind } from "../src/runs/rounds/kind.ts";
import type { RoundsRun } from "../src/runs/rounds/state.ts";
import { runOuterLoop } from "../src/seal/outerLoop.ts";
import { BINOMIAL, CLUSTERED } from "../src/tasks/commands/setupSchemas.ts";
import type { RoundsContexts } from "../src/tasks/commands/taskCommands.ts";
import { findTask } from "../src/tasks/findTask.ts";
import { openLanes } from "../workers/lanes/openLanes.ts";
import { insistOnEnd, measure, runCommand } from "./command.ts";
import { openRlLog } from "./rlLog.ts";
import { type RlOptions, readRlOptions } from "./rlOptions.ts";
import { RL_RESULT_VERSION, type RlResult, rlTable, roundsOf } from "./rlResult.ts";
import { type Runtime, runtimeSetup } from "./runtime.ts";
import { spawnLaneThread } from "./spawnLaneThread.ts";

/**
 * `npm run rl`: SEAL's outer loop without a page. Prints a table of the rounds and writes one JSON (docs/headless.md).
 * Progress goes to standard error, the table to standard output. Interrupted, the same command goes on.
 */
async function main(args: readonly string[]): Promise<void> {
  const options = readRlOptions(args);
  const contexts = await options.source(options);
  await measure(options, {
    async run(runtime) {
      const state = await runAll(options, contexts, runtime);
      insistOnEnd(state);
      return resultOf(options, contexts, runtime, state);
    },
    table: rlTable,
  });
}

async function runAll(options: RlOptions, contexts: RoundsContexts, runtime: Runtime): Promise<RoundsRun> {
  const plan = {
    contexts: contexts.training.map(({ context }) => context),
    heldOut: contexts.heldOut.map(({ context }) => context),
    taskSettings: options.settings,
    settings: options.rounds,
  };
  const { model } = runtime;
  const task = findTask(options.task.id);
  const file = await openRlLog(options.json, { ...plan, task: task.id, model: { ...model.info } });
  let state = file.earlier.length > 0 ? replay(roundsKind, file.earlier) : null;
  if (state?.status === "finished") return state;
  const log = createEventLog<RoundsBody>(roundsKind, {
    runId: state?.runId ?? "rl",
    earlier: file.earlier,
    post(event) {
      file.add(event);
      const next = reduceRun(roundsKind, state, event);
      state = next;
      const line = progressLine(event, next);
      if (line !== null) console.error(line);
    },
  });
  await runOuterLoop({
    model,
    task,
    plan,
    emit: log.emit,
    onWriter: (round, update) => file.addWriter(round, update),
    log: file.earlier.map(({ body }) => body),
    writers: file.writers,
    openLanes: (signal) => {
      const opening = {
        model: { id: options.model, hash: model.info.hash },
        task: task.id,
        taskSettings: plan.taskSettings,
        contexts: plan.contexts,
        heldOut: plan.heldOut,
      };
      return openLanes(model.info, { processors: runtime.threads, spawn: spawnLaneThread }, opening, signal);
    },
    signal: file.failed,
  });
  await file.written();
  if (state === null) throw new Error("The outer loop said nothing.");
  return state;
}

function progressLine({ body, atMs }: RoundsEvent, { settings }: RoundsRun): string | null {
  const at = `${(atMs / 1000).toFixed(0)} s`;
  switch (body.type) {
    case "resumed":
      return `${at}: going on where the run was interrupted`;
    case "editRewarded": {
      const { round, set, context, edit, correct, total, seconds } = body;
      return `${at}: round ${round}, ${set} context ${context}, edit ${edit + 1}: ${correct}/${total} (${seconds.toFixed(1)} s)`;
    }
    case "writerMerged":
      return `${at}: round ${body.round}, writer trained on ${body.examples} edits, loss ${body.finalLoss.toFixed(3)} (${body.seconds.toFixed(1)} s)`;
    case "heldOutScored":
      return `${at}: round ${body.round} of ${settings.rounds}, held out ${body.tally.correct}/${body.tally.total}`;
    default:
      return null;
  }
}

function resultOf(
  options: RlOptions,
  contexts: RoundsContexts,
  runtime: Runtime,
  state: RoundsRun,
): RlResult {
  const { rounds, task, settings } = options;
  return {
    format: "self-edit-playground/rl",
    version: RL_RESULT_VERSION,
    createdAt: new Date().toISOString(),
    setup: {
      task: task.id,
      ...runtimeSetup(runtime),
      contexts: {
        source: contexts.name,
        sha256: contexts.sha256,
        training: contexts.training.map(({ name }) => name),
        heldOut: contexts.heldOut.map(({ name }) => name),
      },
      reward: rounds.keep === "all" ? "all" : rounds.reward,
      seed: rounds.seed,
      outer: rounds,
      settings,
    },
    intervalMethod: contexts.heldOut.length > 1 ? CLUSTERED : BINOMIAL,
    seconds: state.elapsedMs / 1000,
    rounds: roundsOf(state),
  };
}

runCommand(main);
