import type { Drift } from "../src/protocol/drift.ts";
import type { Json } from "../src/protocol/run.ts";
import { createEventLog } from "../src/runs/eventLog.ts";
import { reduceRun, replay } from "../src/runs/reduceRun.ts";
import type { StreamBody, StreamEvent } from "../src/runs/stream/events.ts";
import { streamKind } from "../src/runs/stream/kind.ts";
import type { StreamRun } from "../src/runs/stream/state.ts";
import { measureDrift, takeReference } from "../src/seal/drift.ts";
import { runEditStream } from "../src/seal/editStream.ts";
import { CLUSTERED } from "../src/tasks/commands/setupSchemas.ts";
import type { StreamContexts } from "../src/tasks/commands/taskCommands.ts";
import { findTask, probesFor } from "../src/tasks/findTask.ts";
import type { Task } from "../src/tasks/task.ts";
import { insistOnEnd, measure, runCommand } from "./command.ts";
import { openForgetLog } from "./forgetLog.ts";
import { type ForgetOptions, readForgetOptions } from "./forgetOptions.ts";
import {
  type EndDrift,
  FORGET_RESULT_VERSION,
  type ForgetResult,
  forgetMatrix,
  measuredOf,
} from "./forgetResult.ts";
import { type Runtime, runtimeSetup } from "./runtime.ts";

/**
 * `npm run forget`: a stream of self-edits, merged one after the other, with one remedy against forgetting. Prints the
 * matrix and writes one JSON (docs/headless.md). Progress goes to standard error. Interrupted, the same command goes on.
 */
async function main(args: readonly string[]): Promise<void> {
  const options = readForgetOptions(args);
  const contexts = await options.source({ seed: options.stream.seed, count: options.count });
  await measure(options, {
    async run(runtime) {
      const { state, drift } = await runAll(options, contexts, runtime);
      insistOnEnd(state);
      return { ...resultOf(options, contexts, runtime, state), ...(drift === undefined ? {} : { drift }) };
    },
    table: forgetMatrix,
  });
}

async function runAll(
  options: ForgetOptions,
  contexts: StreamContexts,
  { model }: Runtime,
): Promise<{ state: StreamRun; drift?: EndDrift | null }> {
  const plan = {
    contexts: contexts.contexts.map(({ context }) => context),
    taskSettings: options.settings,
    settings: options.stream,
  };
  const task = withFalsehoods(findTask(options.task.id), options, plan.contexts);
  const file = await openForgetLog(options.json, {
    ...plan,
    task: task.id,
    model: { ...model.info },
  });
  let state = file.earlier.length > 0 ? replay(streamKind, file.earlier) : null;
  if (state?.status === "finished") return { state };
  const reference = await takeReference(model, probesFor(model));
  let drift: EndDrift | null = null;
  const log = createEventLog<StreamBody>(streamKind, {
    runId: state?.runId ?? "forget",
    earlier: file.earlier,
    post(event) {
      file.add(event);
      state = reduceRun(streamKind, state, event);
      const line = progressLine(event, options.task.words.one);
      if (line !== null) console.error(line);
    },
  });
  await runEditStream({
    model,
    task,
    plan,
    probes: () => probesFor(model),
    async onMerged(_step, adapter) {
      // What is merged at last is what the stream ends with.
      model.useAdapter(adapter);
      drift = endOf(await measureDrift(model, reference));
      model.useAdapter(null);
    },
    emit: log.emit,
    log: file.earlier.map(({ body }) => body),
    signal: file.failed,
  });
  await file.written();
  if (state === null) throw new Error("The stream said nothing.");
  return { state, drift };
}

function endOf({ kl, perplexity, canaries }: Drift): EndDrift {
  const held = canaries.filter((canary) => canary.held);
  return {
    kl,
    perplexity,
    canaries: { held: held.length, holds: held.filter(({ holds }) => holds).length },
  };
}

/** The task, but what is written for the later contexts is changed before anything is trained on it. */
function withFalsehoods(
  task: Task,
  { task: { stream: commands }, stream: { falsehoodsFrom, falsehoodsEvery = 1 } }: ForgetOptions,
  contexts: readonly Json[],
): Task {
  const contradict = commands?.contradict;
  if (falsehoodsFrom === undefined || contradict === undefined) return task;
  return {
    ...task,
    open(context, settings, model) {
      const exercise = task.open(context, settings, model);
      if (contexts.indexOf(context) + 1 < falsehoodsFrom) return exercise;
      return {
        ...exercise,
        parse: (samples) => contradict(exercise.parse(samples), context, falsehoodsEvery),
      };
    },
  };
}

function progressLine({ body, atMs }: StreamEvent, one: string): string | null {
  const at = `${(atMs / 1000).toFixed(0)} s`;
  switch (body.type) {
    case "resumed":
      return `${at}: going on where the run was interrupted`;
    case "editTrained":
      return `${at}: ${one} ${body.step + 1} trained, ${body.examples} examples (${body.replayed} replayed), loss ${body.finalLoss?.toFixed(3) ?? "diverged"} (${body.seconds.toFixed(1)} s)`;
    case "editApplied":
      return body.tries.length === 0
        ? null
        : `${at}: ${one} ${body.step + 1} ${body.outcome} at ${body.scale}: ${body.tries.map(({ reasons }) => reasons.join(" ")).join(" · ")}`;
    case "stepScored": {
      const { justLearned, allLearned, untouched } = body;
      return `${at}: after ${one} ${body.step + 1}: just learned ${share(justLearned)}, all learned ${share(allLearned)}, untouched ${share(untouched)}`;
    }
    default:
      return null;
  }
}

function share({ correct, total }: { correct: number; total: number }): string {
  return `${((100 * correct) / total).toFixed(0)} %`;
}

function resultOf(
  { task, stream, settings }: ForgetOptions,
  { name, sha256, contexts }: StreamContexts,
  runtime: Runtime,
  state: StreamRun,
): ForgetResult {
  return {
    format: "self-edit-playground/forget",
    version: FORGET_RESULT_VERSION,
    createdAt: new Date().toISOString(),
    setup: {
      task: task.id,
      ...runtimeSetup(runtime),
      contexts: { source: name, sha256, names: contexts.map((one) => one.name) },
      remedy: stream.remedy,
      seed: stream.seed,
      stream,
      settings,
    },
    intervalMethod: CLUSTERED,
    seconds: state.elapsedMs / 1000,
    ...measuredOf(state),
  };
}

runCommand(main);
