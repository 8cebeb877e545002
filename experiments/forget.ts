import { toJson } from "../src/protocol/toJson.ts";
import { createEventLog } from "../src/runs/eventLog.ts";
import { reduceRun, replay } from "../src/runs/reduceRun.ts";
import type { StreamBody, StreamEvent } from "../src/runs/stream/events.ts";
import { streamKind } from "../src/runs/stream/kind.ts";
import type { StreamRun } from "../src/runs/stream/state.ts";
import { runEditStream } from "../src/seal/editStream.ts";
import { knowledgeTask } from "../src/tasks/knowledge/knowledgeTask.ts";
import { knowledgeProbes } from "../src/tasks/knowledge/probes.ts";
import { insistOnEnd, measure, runCommand } from "./command.ts";
import { type ForgetContexts, streamContexts } from "./forgetContexts.ts";
import { openForgetLog } from "./forgetLog.ts";
import { type ForgetOptions, readForgetOptions } from "./forgetOptions.ts";
import { FORGET_RESULT_VERSION, type ForgetResult, forgetMatrix, measuredOf } from "./forgetResult.ts";
import { type Runtime, runtimeSetup } from "./runtime.ts";
import { CLUSTERED } from "./summary.ts";

/**
 * `npm run forget`: a stream of self-edits, merged one after the other, with one remedy against forgetting. Prints the
 * matrix and writes one JSON (docs/headless.md). Progress goes to standard error. Interrupted, the same command goes on.
 */
async function main(args: readonly string[]): Promise<void> {
  const options = readForgetOptions(args);
  const contexts = await streamContexts(options);
  await measure(options, {
    async run(runtime) {
      const state = await runAll(options, contexts, runtime);
      insistOnEnd(state);
      return resultOf(options, contexts, runtime, state);
    },
    table: forgetMatrix,
  });
}

async function runAll(
  options: ForgetOptions,
  contexts: ForgetContexts,
  { model }: Runtime,
): Promise<StreamRun> {
  const plan = {
    contexts: contexts.passages.map(toJson),
    taskSettings: toJson(options.settings),
    settings: options.stream,
  };
  const file = await openForgetLog(options.json, {
    ...plan,
    task: knowledgeTask.id,
    model: { ...model.info },
  });
  let state = file.earlier.length > 0 ? replay(streamKind, file.earlier) : null;
  if (state?.status === "finished") return state;
  const log = createEventLog<StreamBody>(streamKind, {
    runId: state?.runId ?? "forget",
    earlier: file.earlier,
    post(event) {
      file.add(event);
      state = reduceRun(streamKind, state, event);
      const line = progressLine(event);
      if (line !== null) console.error(line);
    },
  });
  await runEditStream({
    model,
    task: knowledgeTask,
    plan,
    probes: () => knowledgeProbes(model),
    emit: log.emit,
    log: file.earlier.map(({ body }) => body),
    signal: file.failed,
  });
  await file.written();
  if (state === null) throw new Error("The stream said nothing.");
  return state;
}

function progressLine({ body, atMs }: StreamEvent): string | null {
  const at = `${(atMs / 1000).toFixed(0)} s`;
  switch (body.type) {
    case "resumed":
      return `${at}: going on where the run was interrupted`;
    case "editTrained":
      return `${at}: passage ${body.step + 1} trained, ${body.examples} examples (${body.replayed} replayed), loss ${body.finalLoss?.toFixed(3) ?? "diverged"} (${body.seconds.toFixed(1)} s)`;
    case "editApplied":
      return body.tries.length === 0
        ? null
        : `${at}: passage ${body.step + 1} ${body.outcome} at ${body.scale}: ${body.tries.map(({ reasons }) => reasons.join(" ")).join(" · ")}`;
    case "stepScored": {
      const { justLearned, allLearned, untouched } = body;
      return `${at}: after passage ${body.step + 1}: just learned ${share(justLearned)}, all learned ${share(allLearned)}, untouched ${share(untouched)}`;
    }
    default:
      return null;
  }
}

function share({ correct, total }: { correct: number; total: number }): string {
  return `${((100 * correct) / total).toFixed(0)} %`;
}

function resultOf(
  { stream, settings }: ForgetOptions,
  { name, sha256, passages }: ForgetContexts,
  runtime: Runtime,
  state: StreamRun,
): ForgetResult {
  return {
    format: "self-edit-playground/forget",
    version: FORGET_RESULT_VERSION,
    createdAt: new Date().toISOString(),
    setup: {
      ...runtimeSetup(runtime),
      passages: { file: name, sha256, titles: passages.map(({ title }) => title) },
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
