import type { Adapter, LanguageModel } from "../nn/languageModel.ts";
import { clusteredTally } from "../protocol/intervals.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import { createRandom, hashSeed } from "../protocol/random.ts";
import type { Tally } from "../protocol/run.ts";
import type { TrainingSequence } from "../protocol/sequence.ts";
import type { EditBody } from "../runs/edit/events.ts";
import type { Exercise } from "../tasks/task.ts";
import type { DoneSteps } from "./doneSteps.ts";
import { evaluate } from "./evaluate.ts";
import type { Decision, RemedyRun, RemedyStep } from "./remedies/remedy.ts";
import type { StreamSettings } from "./remedies/streamSettings.ts";
import { scaledCopy } from "./scaledCopy.ts";
import { scoreEdit } from "./scoreEdit.ts";
import { trainAdapter } from "./train.ts";
import { sampleEdits, type WrittenEdit } from "./writeEdits.ts";

/** What all steps share. */
export interface Stream {
  model: LanguageModel;
  settings: StreamSettings;
  exercises: readonly Exercise[];
  remedy: RemedyRun;
  /** What each step's own edit taught so far. */
  taught: TrainingSequence[][];
  done: DoneSteps;
  onMerged?: (step: number, adapter: Adapter, alone: boolean) => Promise<void>;
  /** Waits while the user pauses. Throws "cancelled". */
  pausePoint: () => Promise<void>;
  signal?: AbortSignal;
}

export async function askUntouched({ model, exercises, done, pausePoint, signal }: Stream): Promise<void> {
  for (const [passage, exercise] of exercises.entries()) {
    if (done.untouched(passage)) continue;
    await pausePoint();
    const { result } = await evaluate(model, exercise, "untouched", () => {}, signal);
    done.emit({ type: "untouchedAsked", passage, correct: result.correct, total: result.total });
  }
}

/** Learns passage `step`, then asks every passage so far. */
export async function passStep(stream: Stream, step: number): Promise<void> {
  const { done, pausePoint } = stream;
  done.emit({ type: "stepStarted", step });
  const edit = done.edit(step) ?? (await writeEdit(stream, step));
  await pausePoint();
  await learn(stream, step, edit);
  for (let passage = 0; passage <= step; passage++) await ask(stream, step, passage);
  scoreStep(stream, step);
}

/** Seeds follow from the step alone, so that remedies differ by nothing else. */
function seededExercise({ exercises, settings }: Stream, step: number): Exercise {
  return { ...exercises[step]!, seed: hashSeed(settings.seed, `passage ${step}`) };
}

/** The model as it stands writes; of several edits the first of the best by an inner loop of its own is chosen. */
async function writeEdit(stream: Stream, step: number): Promise<WrittenEdit> {
  const { model, settings, done, pausePoint, signal } = stream;
  await pausePoint();
  const began = performance.now();
  const exercise = seededExercise(stream, step);
  const edits = await sampleEdits(
    model,
    exercise,
    settings.samples,
    hashSeed(exercise.seed, "edits"),
    signal,
  );
  const rewards: number[] = [];
  for (const { pieces } of edits.length > 1 ? edits : []) {
    await pausePoint();
    const seed = hashSeed(exercise.seed, "inner loop");
    rewards.push((await scoreEdit(model, exercise, pieces, 1, seed, signal)).correct);
  }
  const best = edits[Math.max(0, rewards.indexOf(Math.max(...rewards)))]!;
  const seconds = (performance.now() - began) / 1000;
  done.emit({ type: "editChosen", step, ...best, tried: edits.length, seconds });
  return best;
}

/** Trains on the edit and merges, or whatever the remedy does in the place of either. */
async function learn(stream: Stream, step: number, { samples, pieces }: WrittenEdit): Promise<void> {
  const exercise = seededExercise(stream, step);
  const plan = exercise.training("self-edit", pieces);
  const own: RemedyStep = {
    step,
    pieces,
    plan,
    earlier: [...stream.taught],
    written: () => exercise.writerSequences(samples),
    random: createRandom(exercise.seed),
  };
  stream.taught.push([...plan.sequences]);
  const adapter = await train(stream, own, exercise);
  if (adapter === null) {
    stream.done.emit({ type: "editApplied", step, ...NOTHING });
    return;
  }
  let isKept = false;
  try {
    isKept = await apply(stream, own, adapter);
  } finally {
    if (!isKept) adapter.dispose();
  }
}

/** What becomes of an edit whose training diverged. */
const NOTHING: Decision = { outcome: "rejected", scale: 0, tries: [] };

/** @returns null where training diverged: the passage is then not learned */
async function train(stream: Stream, own: RemedyStep, exercise: Exercise): Promise<Adapter | null> {
  const { model, remedy, done, signal } = stream;
  const { step, plan } = own;
  const prepared = (await remedy.prepare?.(own)) ?? { ...plan, replayed: 0 };
  const began = performance.now();
  let finalLoss: number | null = null;
  const listen = (body: EditBody) => {
    if (body.type === "trainingFinished") finalLoss = body.finalLoss;
  };
  if (prepared.alone) model.unmerge();
  const adapter = await trainAdapter(
    model,
    withRank(exercise, prepared.rank),
    "self-edit",
    prepared,
    listen,
    signal,
  ).catch((error: unknown) => {
    // Of an adapter that was to hold all that was learned, nothing could be put in its place.
    if (error instanceof PlaygroundError && error.kind === "diverged" && !prepared.alone) return null;
    throw error;
  });
  done.emit({
    type: "editTrained",
    step,
    examples: plan.sequences.length + prepared.replayed,
    replayed: prepared.replayed,
    steps: prepared.steps,
    finalLoss,
    seconds: (performance.now() - began) / 1000,
  });
  return adapter;
}

function withRank(exercise: Exercise, rank: number | undefined): Exercise {
  const { lora } = exercise;
  return rank === undefined
    ? exercise
    : { ...exercise, lora: { ...lora, rank, alpha: (lora.alpha * rank) / lora.rank } };
}

/** @returns whether the remedy has taken the adapter over */
async function apply(stream: Stream, own: RemedyStep, adapter: Adapter): Promise<boolean> {
  const { model, remedy, done } = stream;
  const { step } = own;
  const decision = done.applied(step) ?? (await remedy.decide?.(adapter, own)) ?? AS_IT_IS;
  if (remedy.keepApart) remedy.keepApart(adapter, step);
  else if (decision.scale > 0) {
    const merged = decision.scale === 1 ? adapter : await scaledCopy(model, adapter, decision.scale);
    try {
      await stream.onMerged?.(step, merged, decision.outcome === "consolidated");
      await remedy.merged?.(merged);
      await model.merge(merged);
    } finally {
      if (merged !== adapter) merged.dispose();
    }
  }
  const { outcome, scale, tries } = decision;
  done.emit({ type: "editApplied", step, outcome, scale, tries });
  return remedy.keepApart !== undefined;
}

/** What is done where the remedy does not decide. */
const AS_IT_IS: Decision = { outcome: "merged", scale: 1, tries: [] };

async function ask(stream: Stream, step: number, passage: number): Promise<void> {
  const { model, exercises, remedy, done, pausePoint, signal } = stream;
  if (done.asked(step, passage)) return;
  await pausePoint();
  const { result } = await evaluate(
    remedy.answerer ?? model,
    exercises[passage]!,
    "self-edit",
    () => {},
    signal,
  );
  const { correct, total } = result;
  const routed = remedy.answerer?.routes.filter((chosen) => chosen === passage).length ?? null;
  done.emit({ type: "passageAsked", step, passage, correct, total, routed });
}

function scoreStep({ done }: Stream, step: number): void {
  const passages = Array.from({ length: step + 1 }, (_, passage) => passage);
  done.emit({
    type: "stepScored",
    step,
    justLearned: tallyOf(passages.map((passage) => done.asked(passage, passage)!)),
    allLearned: tallyOf(passages.map((passage) => done.asked(step, passage)!)),
    untouched: tallyOf(passages.map((passage) => done.untouched(passage)!)),
  });
}

function tallyOf(cells: readonly { correct: number; total: number }[]): Tally {
  return clusteredTally(cells.map(({ correct, total }) => ({ sum: correct, count: total })));
}
