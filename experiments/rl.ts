import type { OuterState } from "../src/app/outerState.ts";
import { reduceOuter } from "../src/app/reduceOuter.ts";
import type { OuterEvent } from "../src/protocol/outerEvents.ts";
import { toJson } from "../src/protocol/toJson.ts";
import { createOuterLog } from "../src/seal/outerLog.ts";
import { runOuterLoop } from "../src/seal/outerLoop.ts";
import { findTask } from "../src/tasks/tasks.ts";
import { insistOnEnd } from "./insistOnEnd.ts";
import { measure } from "./measure.ts";
import { contextsOf, type RlContexts } from "./rlContexts.ts";
import { openRlLog } from "./rlLog.ts";
import { type RlOptions, readRlOptions } from "./rlOptions.ts";
import { RL_RESULT_VERSION, type RlResult, rlTable, roundsOf } from "./rlResult.ts";
import { runCommand } from "./runCommand.ts";
import { type Runtime, runtimeSetup } from "./runtime.ts";
import { BINOMIAL, CLUSTERED } from "./summary.ts";

/**
 * `npm run rl`: SEAL's outer loop without a page. Prints a table of the rounds and writes one JSON (docs/headless.md).
 * Progress goes to standard error, the table to standard output. Interrupted, the same command goes on.
 */
async function main(args: readonly string[]): Promise<void> {
  const options = readRlOptions(args);
  const contexts = await contextsOf(options);
  await measure(options, {
    async run(runtime) {
      const state = await runAll(options, contexts, runtime);
      insistOnEnd(state);
      return resultOf(options, contexts, runtime, state);
    },
    table: rlTable,
  });
}

async function runAll(options: RlOptions, contexts: RlContexts, runtime: Runtime): Promise<OuterState> {
  const plan = {
    contexts: contexts.training.map(({ context }) => context),
    heldOut: contexts.heldOut.map(({ context }) => context),
    taskSettings: toJson(options.task.settings),
    settings: options.outer,
  };
  const { model } = runtime;
  const task = findTask(options.task.id);
  const file = await openRlLog(options.json, { ...plan, task: task.id, model: { ...model.info } });
  let state = file.earlier.reduce<OuterState | null>(reduceOuter, null);
  if (state?.status === "finished") return state;
  const log = createOuterLog({
    runId: state?.runId ?? "rl",
    earlier: file.earlier,
    post(event) {
      file.add(event);
      state = reduceOuter(state, event);
      const line = progressLine(event, state);
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
    signal: file.failed,
  });
  await file.written();
  if (state === null) throw new Error("The outer loop said nothing.");
  return state;
}

function progressLine({ body, atMs }: OuterEvent, { settings }: OuterState): string | null {
  const at = `${(atMs / 1000).toFixed(0)} s`;
  switch (body.type) {
    case "outerResumed":
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

function resultOf(options: RlOptions, contexts: RlContexts, runtime: Runtime, state: OuterState): RlResult {
  const { outer, task } = options;
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
      reward: outer.keep === "all" ? "all" : outer.reward,
      seed: outer.seed,
      outer,
      settings: task.settings,
    },
    intervalMethod: contexts.heldOut.length > 1 ? CLUSTERED : BINOMIAL,
    seconds: state.elapsedMs / 1000,
    rounds: roundsOf(state),
  };
}

runCommand(main);
