import type { LanguageModel } from "../src/nn/languageModel.ts";
import { cancelled, PlaygroundError } from "../src/protocol/playgroundError.ts";
import { failureSchema } from "../src/protocol/run.ts";
import type { KindId } from "../src/protocol/runEvent.ts";
import type { Work } from "../src/protocol/work.ts";
import { CountingModel } from "../src/seal/dryRun/countingModel.ts";
import { dryTask } from "../src/seal/dryRun/dryTask.ts";
import type { Task } from "../src/tasks/task.ts";
import { NO_EARLIER } from "../src/versions/earlierVersions.ts";
import { memoryStorage } from "../src/versions/opfsStorage.ts";
import { VersionService } from "../src/versions/versionService.ts";
import { beginRun } from "./runs/runners.ts";

interface DryRun {
  kind: KindId;
  /** As the kind's `setupSchema` says. */
  setup: unknown;
  /** Splits texts into tokens and is asked for nothing else, so that something else may use it meanwhile. */
  model: LanguageModel;
  findTask(id: string): Task;
  signal?: AbortSignal;
}

/**
 * What a run has its model do, by the code that runs it, on a model that only counts: nothing else says what a run consists
 * of. What depends on what the model writes is counted as the task expects it.
 *
 * @throws PlaygroundError for a set-up that cannot be run, and "cancelled"
 */
export async function countWork({ kind, setup, model, findTask, signal }: DryRun): Promise<Work> {
  const counting = new CountingModel(model, signal);
  const runId = "dry";
  let failure: string | null = null;
  const versions = new VersionService({
    openStorage: async () => ({ files: memoryStorage(), lasting: false, earlier: NO_EARLIER }),
    post: () => {},
  });
  const run = beginRun(
    { type: "start", kind, runId, setup },
    {
      model: counting,
      openLanes: async () => [],
      free: Promise.resolve(),
      versions,
      findTask: (id) => dryTask(findTask(id)),
      post(message) {
        if (message.channel !== "run" || message.event.runId !== runId) return;
        const { body } = message.event;
        if (body.type === "paused") run.continue(null);
        if (body.type === "failed") failure = failureSchema.parse(body.failure).message;
      },
    },
  );
  const stop = () => run.stop(cancelled());
  signal?.addEventListener("abort", stop, { once: true });
  await run.done;
  signal?.removeEventListener("abort", stop);
  if (signal?.aborted) throw cancelled();
  if (failure !== null) throw new PlaygroundError("bad-input", failure, "Correct what it is set up with.");
  return counting.work;
}
