import type { Adapter, LanguageModel } from "../nn/languageModel.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import type { Json } from "../protocol/run.ts";
import type { StreamBody } from "../runs/stream/events.ts";
import type { ProbeSet } from "../tasks/probeSet.ts";
import type { Exercise, Task } from "../tasks/task.ts";
import { checkLog } from "./checkLog.ts";
import { readDoneSteps } from "./doneSteps.ts";
import type { RemedyRun } from "./remedies/remedy.ts";
import { remedyOf, type StreamSettings } from "./remedies/streamSettings.ts";
import { askUntouched, passStep, type Stream } from "./streamStep.ts";
import { type LoopRequest, toItsEnd } from "./toItsEnd.ts";

export interface StreamPlan {
  /** The passages, in the order in which they are learned. */
  contexts: readonly Json[];
  /** Of one edit, as the task takes them. */
  taskSettings: Json;
  settings: StreamSettings;
}

export interface StreamRequest extends LoopRequest<StreamBody> {
  /** Left as it was loaded: whatever was merged is taken back at the end. */
  model: LanguageModel;
  task: Task;
  plan: StreamPlan;
  /** What drift is measured on; asked for only by remedies that measure it. */
  probes: () => ProbeSet;
  /**
   * Given what a step merges, before it is thrown away; when a stream is resumed, that of every step so far.
   * `alone`: in the place of all that was merged before.
   */
  onMerged?: (step: number, adapter: Adapter, alone: boolean) => Promise<void>;
  /** What an interrupted run of the same plan and model has told already; empty for a new one. */
  log: readonly StreamBody[];
}

/**
 * Sequential self-edits ([paper] §5, catastrophic forgetting): for each passage in turn the model as it stands writes an
 * edit, an adapter is trained on it and merged, and all passages so far are asked again, closed book. What is done
 * against forgetting is `settings.remedy` (`remedies/`).
 *
 * The log is all that an interrupted run leaves behind. Given it, training is done again, with the same seeds, on the
 * edits that it holds; nothing that was asked is asked again, and the end is the same on the same backend.
 *
 * Never rejects: the last event is streamFinished, failed or cancelled. On abort the end is said at once;
 * the promise resolves when the model has stopped, all adapters are gone and nothing is merged.
 */
export async function runEditStream(request: StreamRequest): Promise<void> {
  const { model, plan, log, signal } = request;
  let remedy: RemedyRun = {};
  await toItsEnd<StreamBody, void>(
    request,
    log.length > 0 ? { type: "resumed" } : started(request),
    async ({ emit, pausePoint }) => {
      checkPlan(plan);
      checkLog(request, "stream");
      const exercises = openAll(request);
      remedy = await beginRemedy(request);
      const stream: Stream = {
        model,
        settings: plan.settings,
        exercises,
        remedy,
        taught: [],
        done: readDoneSteps(log, emit),
        ...(request.onMerged ? { onMerged: request.onMerged } : {}),
        pausePoint,
        ...(signal ? { signal } : {}),
      };
      await askUntouched(stream);
      for (let step = 0; step < stream.exercises.length; step++) await passStep(stream, step);
    },
    () => {
      model.useAdapter(null);
      remedy.dispose?.();
      model.unmerge();
    },
  );
}

function beginRemedy({ model, plan, probes, signal }: StreamRequest): RemedyRun | Promise<RemedyRun> {
  const { settings } = plan;
  const stream = { model, seed: settings.seed, probes, ...(signal ? { signal } : {}) };
  return remedyOf(settings).begin(stream, settings);
}

function started({ model, task, plan }: StreamRequest): StreamBody {
  return {
    type: "started",
    task: task.id,
    model: { ...model.info },
    settings: plan.settings,
    taskSettings: plan.taskSettings,
    contexts: [...plan.contexts],
    startedAt: new Date().toISOString(),
  };
}

function openAll({ task, plan, model }: StreamRequest): Exercise[] {
  return plan.contexts.map((context, i) => {
    try {
      return task.open(context, plan.taskSettings, model);
    } catch (error) {
      if (!(error instanceof PlaygroundError)) throw error;
      throw new PlaygroundError(error.kind, `Passage ${i + 1}: ${error.message}`, error.advice, {
        cause: error,
      });
    }
  });
}

function checkPlan({ contexts }: StreamPlan): void {
  if (contexts.length >= 2) return;
  throw new PlaygroundError(
    "bad-input",
    `Nothing can be forgotten with ${contexts.length === 1 ? "one passage" : "no passage"}.`,
    "Give at least two passages.",
  );
}
