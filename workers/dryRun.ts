import type { LanguageModel } from "../src/nn/languageModel.ts";
import { cancelled, PlaygroundError } from "../src/protocol/playgroundError.ts";
import { failureSchema } from "../src/protocol/run.ts";
import type { KindId } from "../src/protocol/runEvent.ts";
import { type Work, workSchema } from "../src/protocol/work.ts";
import { z } from "../src/protocol/zod.ts";
import { CountingModel } from "../src/seal/dryRun/countingModel.ts";
import { dryTask } from "../src/seal/dryRun/dryTask.ts";
import type { Task } from "../src/tasks/task.ts";
import { NO_EARLIER } from "../src/versions/earlierVersions.ts";
import { memoryStorage } from "../src/versions/opfsStorage.ts";
import { VersionService } from "../src/versions/versionService.ts";
import { type LaneWorker, openLanes } from "./lanes/openLanes.ts";
import { serveLane } from "./lanes/serveLane.ts";
import { beginRun } from "./runs/runners.ts";

interface DryRun {
  kind: KindId;
  /** As the kind's `setupSchema` says. */
  setup: unknown;
  /** Splits texts into tokens and is asked for nothing else, so that something else may use it meanwhile. */
  model: LanguageModel;
  findTask(id: string): Task;
  /** Over which copies of the model are spread where they are worth while. */
  processors: number;
  signal?: AbortSignal;
}

/**
 * What a run has its model do, by the code that runs it, on a model that only counts: nothing else says what a run consists
 * of. What depends on what the model writes is counted as the task expects it. Of what copies do side by side, an equal share: which
 * of them does what would follow from how long each takes, and here nothing takes any time.
 *
 * @throws PlaygroundError for a set-up that cannot be run, and "cancelled"
 */
export async function countWork({ kind, setup, model, findTask, processors, signal }: DryRun): Promise<Work> {
  const counting = new CountingModel(model, signal);
  const findDryTask = (id: string) => dryTask(findTask(id));
  const copies: CountingModel[] = [];
  const spawn = () => {
    // A text is split once for all of them.
    const copy = new CountingModel(counting, signal);
    copies.push(copy);
    return countingWorker(copy, findDryTask);
  };
  const runId = "dry";
  let failure: string | null = null;
  const versions = new VersionService({
    openStorage: async () => ({ files: memoryStorage(), lasting: false, earlier: NO_EARLIER }),
    post: () => {},
    onInForce: () => {},
  });
  const run = beginRun(
    { type: "start", kind, runId, setup },
    {
      model: counting,
      openLanes: (contexts, stopped) =>
        openLanes(
          model.info,
          { processors, spawn },
          { model: { id: model.info.id, hash: model.info.hash }, ...contexts },
          stopped,
        ),
      free: Promise.resolve(),
      versions,
      findTask: findDryTask,
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
  return withShare(
    counting.work,
    copies.map(({ work }) => work),
  );
}

/** A lane within this program, whose model only counts. */
function countingWorker(model: CountingModel, findTask: DryRun["findTask"]): LaneWorker {
  let hear = (_message: unknown) => {};
  return {
    post: serveLane({ loadModel: async () => model, findTask }, (answer) => hear(answer)),
    listen(onMessage) {
      hear = onMessage;
    },
    end() {},
  };
}

function withShare(alone: Work, sideBySide: readonly Work[]): Work {
  const sum = { ...alone };
  for (const work of sideBySide) {
    for (const key of WORK_KEYS) sum[key] += work[key] / sideBySide.length;
  }
  return sum;
}

const WORK_KEYS = z.keyof(workSchema).options;
