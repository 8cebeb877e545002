import type { LanguageModel } from "../src/nn/languageModel.ts";
import type { Command } from "../src/protocol/commands.ts";
import type { WorkerMessage } from "../src/protocol/events.ts";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import type { Json } from "../src/protocol/run.ts";
import { createEventLog } from "../src/runs/eventLog.ts";
import { readLog } from "../src/runs/readLog.ts";
import type { StreamBody, StreamEvent } from "../src/runs/stream/events.ts";
import { streamKind } from "../src/runs/stream/kind.ts";
import { runEditStream, type StreamPlan } from "../src/seal/editStream.ts";
import { type StreamSettings, streamSettingsSchema } from "../src/seal/remedies/streamSettings.ts";
import type { Task } from "../src/tasks/task.ts";
import { probesFor } from "../src/tasks/tasks.ts";
import type { Candidate } from "../src/versions/candidate.ts";
import { collectStreamCandidate } from "../src/versions/streamCandidate.ts";
import { type LongRun, startLongRun } from "./longRun.ts";

/** What is to be run: a new stream, or the rest of an interrupted one. */
export interface StreamStart {
  runId: string;
  task: string;
  plan: StreamPlan;
  earlier: readonly StreamEvent[];
}

/** @throws PlaygroundError "bad-input" for settings or a log that cannot be read, or a stream that has finished */
export function streamStartOf(
  command: Extract<Command, { type: "startStream" | "resumeStream" }>,
): StreamStart {
  if (command.type === "startStream") {
    const { runId, task, contexts, taskSettings } = command;
    const settings = settingsOf(command.settings);
    return { runId, task, plan: { contexts, taskSettings, settings }, earlier: [] };
  }
  const events = readLog(streamKind, command.events);
  const [first] = events;
  if (first?.body.type !== "started") {
    throw refused("The log of the stream cannot be read from its start on.", "Start a new stream.");
  }
  if (events.at(-1)?.body.type === "finished") {
    throw refused("The stream has finished: nothing of it is left to do.", "Start a new one.");
  }
  const { task, contexts, taskSettings } = first.body;
  const plan = { contexts, taskSettings, settings: settingsOf(first.body.settings) };
  return { runId: first.runId, task, plan, earlier: events };
}

/**
 * @param free settles when the model may be used
 * @param keep is given what the stream has merged, when it has finished
 */
export function startStreamRun(
  start: StreamStart,
  model: LanguageModel,
  task: Task,
  free: Promise<unknown>,
  post: (message: WorkerMessage) => void,
  keep: (candidate: Candidate) => void,
): LongRun {
  const { runId, plan, earlier } = start;
  const merges = collectStreamCandidate(start, keep);
  const log = createEventLog<StreamBody>(streamKind, {
    runId,
    earlier,
    post: (event) => post({ channel: "run", kind: "stream", event }),
  });
  return startLongRun(runId, log, async ({ pause, signal }) => {
    await free;
    await runEditStream({
      model,
      task,
      plan,
      probes: () => probesFor(model),
      emit: (body) => {
        log.emit(body);
        merges.onEvent(body);
      },
      onMerged: merges.onMerged,
      pause,
      log: earlier.map(({ body }) => body),
      signal,
    });
  });
}

function settingsOf(given: Json): StreamSettings {
  const settings = streamSettingsSchema.safeParse(given);
  if (settings.success) return settings.data;
  const [issue] = settings.error.issues;
  throw refused(
    `The setting “${issue?.path.join(".")}” of the stream is not valid: ${issue?.message}.`,
    "Correct it.",
  );
}

function refused(message: string, advice: string): PlaygroundError {
  return new PlaygroundError("bad-input", message, advice);
}
