import type { Adapter, LanguageModel } from "../nn/languageModel.ts";
import { throwIfCancelled } from "../protocol/playgroundError.ts";
import type { Condition, ConditionResult, Json, Outcome, Piece, Station } from "../protocol/run.ts";
import type { EditBody } from "../runs/edit/events.ts";
import type { Exercise, Task } from "../tasks/task.ts";
import { readDone } from "./editDone.ts";
import { type Evaluation, evaluate } from "./evaluate.ts";
import { bestByRehearsal } from "./rehearse.ts";
import { scoreExamples } from "./scoreExamples.ts";
import { begunElsewhere, type StartingPoint, startingModel, UNTOUCHED } from "./startingPoint.ts";
import { toItsEnd } from "./toItsEnd.ts";
import { trainByEdit } from "./train.ts";
import { aboutEdit, planTrials, type Trial } from "./trials.ts";
import { untilAborted } from "./untilAborted.ts";
import { type SelfEdit, writeEdit } from "./writeEdits.ts";

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
  /** Absent: the untouched model. */
  start?: StartingPoint;
  /** What an interrupted run of the same set-up and model has told already; absent for a new one. */
  log?: readonly EditBody[];
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
 * Interrupted and given its own log, it goes on after what is done and ends in the same state.
 *
 * @returns what was measured, or null if the run did not finish
 */
export async function runInnerLoop(request: InnerLoopRequest): Promise<InnerLoopResult | null> {
  const { model, task, context, settings, stepByStep, conditions, otherContext, signal, emit } = request;
  const { start = UNTOUCHED } = request;
  const adapters: Adapter[] = [];
  const first: EditBody = {
    type: "started",
    task: task.id,
    model: startingModel(model, start),
    context,
    settings,
    stepByStep,
    ...(conditions ? { conditions: [...conditions] } : {}),
    ...(otherContext === undefined ? {} : { otherContext }),
    startedAt: new Date().toISOString(),
  };
  return toItsEnd<EditBody, InnerLoopResult>(
    signal ? { emit, signal } : { emit },
    request.log ? { type: "resumed" } : first,
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
  const done = readDone(request.log ?? []);
  const evaluations: Evaluation[] = [];
  const test = async (condition: Condition, adapter: Adapter | null, edit = 0) => {
    model.useAdapter(adapter);
    try {
      const evaluation =
        done.evaluation(condition, edit) ??
        (await evaluate(model, exercise, condition, aboutEdit(edit, emit), signal));
      // What is measured is the first edit; the others stand beside it in the log.
      if (edit === 0) evaluations.push(evaluation);
    } finally {
      model.useAdapter(null);
    }
  };
  const write = async (edit: number) =>
    done.written(edit) ?? (await writeEdit(model, exercise, edit, emit, signal));
  /** Says what comes once, unless an earlier part of the run has said it. */
  const emitNew = (body: EditBody) => {
    if (!done.has(body)) emit(body);
  };

  const warnings = [...(request.start?.notes ?? []), ...exercise.warnings];
  if (done.firstWarnings !== null && JSON.stringify(warnings) !== JSON.stringify(done.firstWarnings)) {
    throw begunElsewhere("run");
  }
  for (const message of warnings) emitNew({ type: "warning", message });

  enter("read");
  for (const condition of untrained) await test(condition, null);
  await pauseAt("read");

  let edit: SelfEdit | null = null;
  if (trained.length > 0) {
    enter("write");
    edit = await write(0);
    const others: SelfEdit[] = [];
    for (let i = 1; i < exercise.edits; i++) others.push(await write(i));
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
      instead.set("best-of-5", (await bestByRehearsal(model, exercise, unless("best-of-5"), signal)).pieces);
    }
    const edits = [edit, ...others].map(({ pieces }) => pieces);
    const trials = planTrials(exercise, trained, edits, instead);
    for (const message of new Set(trials.flatMap(({ plan }) => plan.warnings))) {
      emitNew({ type: "warning", message });
    }
    const trainedOf = new Map<Trial, Adapter>();
    for (const trial of trials) {
      const { condition, edit, plan } = trial;
      // Of what was tested already, only the adapter that may be kept is wanted.
      if (done.evaluation(condition, edit) && !(request.onAdapter && isFirst(trial))) continue;
      const listen = done.isTrained(condition, edit) ? () => {} : aboutEdit(edit, emit);
      const adapter = await trainByEdit(model, exercise, condition, plan, listen, signal);
      adapters.push(adapter);
      trainedOf.set(trial, adapter);
      if (isFirst(trial) && !done.isTrained(condition, edit)) {
        const examples = await scoreExamples(model, plan, adapter, signal);
        if (examples.length > 0) emitNew({ type: "examplesScored", examples });
      }
    }
    await pauseAt("train");

    enter("test");
    for (const trial of trials) await test(trial.condition, trainedOf.get(trial) ?? null, trial.edit);
    const tested = trials.find(isFirst);
    const kept = tested && trainedOf.get(tested);
    if (kept) await request.onAdapter?.(kept);
    await pauseAt("test");

    enter("reward");
    const reward = accuracyOf("self-edit", evaluations);
    if (reward !== null) {
      emitNew({ type: "rewarded", reward, gain: reward - (accuracyOf("untouched", evaluations) ?? 0) });
    }
  }
  return {
    edit,
    outcomes: evaluations.flatMap(({ outcomes }) => outcomes),
    results: evaluations.map(({ result }) => result),
  };

  function enter(station: Station): void {
    throwIfCancelled(signal);
    emitNew({ type: "stationEntered", station });
  }

  /** What was said of a condition before its answers were scored is not said again. */
  function unless(condition: Condition): (body: EditBody) => void {
    return done.isTrained(condition, 0) ? () => {} : emit;
  }

  async function pauseAt(station: Station): Promise<readonly Piece[] | null> {
    throwIfCancelled(signal);
    if (done.isPassed(station) || (station === "write" && done.isChanged)) return null;
    const waiting = request.pause?.(station) ?? null;
    if (waiting === null) return null;
    emit({ type: "paused" });
    const pieces = await untilAborted(waiting, signal);
    emit({ type: "continued" });
    return pieces;
  }
}

/** The self-edit that the run is about. */
function isFirst({ condition, edit }: Trial): boolean {
  return condition === "self-edit" && edit === 0;
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
