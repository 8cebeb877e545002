import type { Adapter, LanguageModel } from "../nn/languageModel.ts";
import { throwIfCancelled } from "../protocol/playgroundError.ts";
import type { Condition, ConditionResult, Json, Outcome, Piece, Station } from "../protocol/run.ts";
import type { EditBody } from "../runs/edit/events.ts";
import type { Exercise, Task } from "../tasks/task.ts";
import { type Evaluation, evaluate } from "./evaluate.ts";
import { bestByRehearsal } from "./rehearse.ts";
import { toItsEnd } from "./toItsEnd.ts";
import { trainByEdit } from "./train.ts";
import { aboutEdit, planTrials } from "./trials.ts";
import { untilAborted } from "./untilAborted.ts";
import { type SelfEdit, writeEdit } from "./writeEdit.ts";

export interface InnerLoopRequest {
  model: LanguageModel;
  task: Task;
  context: Json;
  settings: Json;
  stepByStep: boolean;
  emit: (body: EditBody) => void;
  /**
   * Asked at the end of a station: null to go on, or what settles when the user goes on, to the pieces as the user left
   * them, or null if unchanged. After an abort its promise is no longer waited for.
   */
  pause?: (station: Station) => Promise<readonly Piece[] | null> | null;
  /** A subset of the task's conditions and of those it can also train, e.g. "oracle"; absent = the task's own. */
  conditions?: readonly Condition[];
  /** An edit of another context, for the condition "other-edit". */
  otherPieces?: readonly Piece[];
  /** Where there is no such edit yet: the context to write one about. */
  otherContext?: Json;
  /** An edit with no usable piece is an error for a person; a measurement counts it as it is. */
  allowEmptyEdit?: boolean;
  /** What people should know of the model as it stands; said with the task's own warnings. */
  notes?: readonly string[];
  /** Given the adapter of the first self-edit once it is tested, before it is thrown away. */
  onAdapter?: (adapter: Adapter) => Promise<void>;
  signal?: AbortSignal;
}

export interface InnerLoopResult {
  edit: SelfEdit | null;
  outcomes: Outcome[];
  results: ConditionResult[];
}

/**
 * One pass of SEAL's inner loop ([paper] §3.1) with its controls, as events: read (untouched and in-context answers),
 * write (the self-edit), train (one adapter a condition, equal optimiser steps), test (closed book), reward.
 *
 * Never rejects: the last event is “finished”, “failed” or “cancelled”. On abort the end is said at once,
 * whatever the model is doing; the promise resolves when the model has stopped and all adapters are gone.
 *
 * @returns what was measured, or null if the run did not finish
 */
export async function runInnerLoop(request: InnerLoopRequest): Promise<InnerLoopResult | null> {
  const { model, task, context, settings, stepByStep, conditions, otherContext, signal, emit } = request;
  const adapters: Adapter[] = [];
  const first: EditBody = {
    type: "started",
    task: task.id,
    model: { ...model.info },
    context,
    settings,
    stepByStep,
    ...(conditions ? { conditions: [...conditions] } : {}),
    ...(otherContext === undefined ? {} : { otherContext }),
    startedAt: new Date().toISOString(),
  };
  return toItsEnd<EditBody, InnerLoopResult>(
    signal ? { emit, signal } : { emit },
    first,
    (saying) => passStations(request, task.open(context, settings, model), adapters, saying.emit),
    () => {
      for (const adapter of adapters) adapter.dispose();
    },
  );
}

async function passStations(
  request: InnerLoopRequest,
  exercise: Exercise,
  adapters: Adapter[],
  emit: (body: EditBody) => void,
): Promise<InnerLoopResult> {
  const { model, signal } = request;
  const wanted = request.conditions ?? [...exercise.untrained, ...exercise.trained];
  const untrained = wanted.filter((condition) => exercise.untrained.includes(condition));
  const trained = wanted.filter((condition) => !exercise.untrained.includes(condition));
  const evaluations: Evaluation[] = [];
  const test = async (condition: Condition, adapter: Adapter | null, edit = 0) => {
    model.useAdapter(adapter);
    try {
      const evaluation = await evaluate(model, exercise, condition, aboutEdit(edit, emit), signal);
      // What is measured is the first edit; the others stand beside it in the log.
      if (edit === 0) evaluations.push(evaluation);
    } finally {
      model.useAdapter(null);
    }
  };

  for (const message of [...(request.notes ?? []), ...exercise.warnings]) emit({ type: "warning", message });

  enter("read");
  for (const condition of untrained) await test(condition, null);
  await pauseAt("read");

  let edit: SelfEdit | null = null;
  if (trained.length > 0) {
    enter("write");
    edit = await writeEdit(model, exercise, 0, emit, signal);
    const others: SelfEdit[] = [];
    for (let i = 1; i < exercise.edits; i++) {
      others.push(await writeEdit(model, exercise, i, emit, signal));
    }
    const instead = new Map<Condition, readonly Piece[]>();
    if (trained.includes("other-edit")) {
      const pieces = await writeElsewhere(request);
      if (pieces !== undefined) instead.set("other-edit", pieces);
    }
    const changed = await pauseAt("write");
    if (changed !== null) {
      edit = { ...edit, pieces: exercise.review(changed) };
      emit({ type: "editParsed", edit: 0, pieces: edit.pieces, author: "user" });
    }
    if (!request.allowEmptyEdit) exercise.checkEdit(edit.pieces);

    enter("train");
    if (trained.includes("best-of-5")) {
      instead.set("best-of-5", (await bestByRehearsal(model, exercise, emit, signal)).pieces);
    }
    const edits = [edit, ...others].map(({ pieces }) => pieces);
    const trials = planTrials(exercise, trained, edits, instead);
    for (const message of new Set(trials.flatMap(({ plan }) => plan.warnings))) {
      emit({ type: "warning", message });
    }
    for (const { condition, edit, plan } of trials) {
      adapters.push(await trainByEdit(model, exercise, condition, plan, aboutEdit(edit, emit), signal));
    }
    await pauseAt("train");

    enter("test");
    for (const [i, { condition, edit }] of trials.entries()) await test(condition, adapters[i] ?? null, edit);
    const tested = trials.findIndex(({ condition, edit }) => condition === "self-edit" && edit === 0);
    if (adapters[tested]) await request.onAdapter?.(adapters[tested]);
    await pauseAt("test");

    enter("reward");
    const reward = accuracyOf("self-edit", evaluations);
    if (reward !== null) {
      emit({ type: "rewarded", reward, gain: reward - (accuracyOf("untouched", evaluations) ?? 0) });
    }
  }
  return {
    edit,
    outcomes: evaluations.flatMap(({ outcomes }) => outcomes),
    results: evaluations.map(({ result }) => result),
  };

  function enter(station: Station): void {
    throwIfCancelled(signal);
    emit({ type: "stationEntered", station });
  }

  async function pauseAt(station: Station): Promise<readonly Piece[] | null> {
    throwIfCancelled(signal);
    const waiting = request.pause?.(station) ?? null;
    if (waiting === null) return null;
    emit({ type: "paused" });
    const pieces = await untilAborted(waiting, signal);
    emit({ type: "continued" });
    return pieces;
  }
}

/** The edit of another context. Nothing of it is shown: it is not what the run is about. */
async function writeElsewhere(request: InnerLoopRequest): Promise<readonly Piece[] | undefined> {
  const { model, task, otherContext, otherPieces, settings, signal } = request;
  if (otherPieces !== undefined || otherContext === undefined) return otherPieces;
  const other = task.open(otherContext, settings, model);
  return (await writeEdit(model, other, 0, () => {}, signal)).pieces;
}

function accuracyOf(condition: Condition, evaluations: readonly Evaluation[]): number | null {
  const result = evaluations.find((evaluation) => evaluation.result.condition === condition)?.result;
  return result === undefined || result.total === 0 ? null : result.correct / result.total;
}
