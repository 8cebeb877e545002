import type { LanguageModel } from "../nn/languageModel.ts";
import { cancelled, type Failure } from "../protocol/playgroundError.ts";
import type { BatchBody, BatchSetup } from "../runs/batch/events.ts";
import type { EditBody } from "../runs/edit/events.ts";
import type { Task } from "../tasks/task.ts";
import { runInnerLoop } from "./innerLoop.ts";
import { begunElsewhere, type StartingPoint, startingModel } from "./startingPoint.ts";
import { type LoopRequest, toItsEnd } from "./toItsEnd.ts";

export interface BatchRequest extends LoopRequest<BatchBody> {
  model: LanguageModel;
  task: Task;
  plan: BatchSetup;
  /** Told what the inner loop of an item says, for whoever watches; the batch's own log holds its outcome alone. */
  onItem: (item: number, body: EditBody) => void;
  /** What an interrupted batch has said already; empty for a new one. */
  log: readonly BatchBody[];
  start: StartingPoint;
}

/**
 * One inner loop after the other, each on its own context and all with the same settings. One that fails is told with its
 * reason and the next begins. Interrupted and given its own log, it goes on after the last item that is done.
 *
 * Never rejects: the last event is “finished”, “failed” or “cancelled”.
 */
export async function runBatch(request: BatchRequest): Promise<void> {
  const { model, task, plan, start, log, signal } = request;
  const first: BatchBody =
    log.length > 0
      ? { type: "resumed" }
      : {
          type: "started",
          ...plan,
          task: task.id,
          model: startingModel(model, start),
          startedAt: new Date().toISOString(),
        };
  const done = log.filter(({ type }) => type === "itemFinished" || type === "itemFailed").length;
  await toItsEnd(
    request,
    first,
    async ({ emit, pausePoint }) => {
      insistOnVersion(log, start);
      for (let item = done; item < plan.items.length; item++) {
        await pausePoint();
        emit({ type: "itemStarted", item });
        emit(await runItem(request, item));
        if (signal?.aborted) throw signal.reason;
      }
    },
    () => model.useAdapter(null),
  );
}

/** What is counted together must come of the same weights. @throws PlaygroundError "bad-input" */
function insistOnVersion([first]: readonly BatchBody[], { version }: StartingPoint): void {
  if (first?.type === "started" && (first.model.version ?? null) !== version) throw begunElsewhere("set");
}

async function runItem(request: BatchRequest, item: number): Promise<BatchBody> {
  const { model, task, plan, start, onItem, signal } = request;
  const { context, conditions } = plan.items[item]!;
  const began = performance.now();
  let failure: Failure | null = null;
  const result = await runInnerLoop({
    model,
    task,
    context,
    settings: plan.settings,
    stepByStep: false,
    conditions,
    start,
    emit(body) {
      if (body.type === "failed") ({ failure } = body);
      onItem(item, body);
    },
    ...(signal ? { signal } : {}),
  });
  const seconds = (performance.now() - began) / 1000;
  if (failure !== null) return { type: "itemFailed", item, failure, seconds };
  if (result === null) throw cancelled();
  const { edit, outcomes, results } = result;
  return { type: "itemFinished", item, pieces: edit?.pieces ?? [], outcomes, results, seconds };
}
