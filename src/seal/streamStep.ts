import type { Adapter, Anchor, LanguageModel } from "../nn/languageModel.ts";
import type { RunEventBody } from "../protocol/events.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import { createRandom, hashSeed } from "../protocol/random.ts";
import type { Piece, Tally } from "../protocol/run.ts";
import type { StreamEventBody } from "../protocol/streamEvents.ts";
import type { StreamSettings } from "../protocol/streamSettings.ts";
import { wilson } from "../protocol/wilson.ts";
import type { Exercise, TrainingSequence } from "../tasks/task.ts";
import type { DriftReference } from "./drift.ts";
import { evaluate } from "./evaluate.ts";
import { gateEdit, scaledCopy } from "./gate.ts";
import { clusteredInterval } from "./interval.ts";
import { mixReplay } from "./replay.ts";
import type { Router } from "./router.ts";
import { sampleEdits, type WrittenEdit } from "./sampleEdits.ts";
import { scoreEdit } from "./scoreEdit.ts";
import type { StreamLedger } from "./streamLedger.ts";
import { trainAdapter } from "./train.ts";

/** What all steps share. */
export interface Stream {
  model: LanguageModel;
  settings: StreamSettings;
  exercises: readonly Exercise[];
  /** Of the untouched base, where the remedy is the gate. */
  reference: DriftReference | null;
  /** Of the untouched base, where the remedy is the penalty. */
  anchor: Anchor | null;
  /** Where the remedy keeps the adapters apart. */
  router: Router | null;
  /** What each step so far was trained on, replayed sequences left out. */
  taught: TrainingSequence[][];
  ledger: StreamLedger;
  onMerged?: (step: number, adapter: Adapter) => Promise<void>;
  /** Waits while the user pauses. Throws "cancelled". */
  breathe: () => Promise<void>;
  signal?: AbortSignal;
}

type Applied = Extract<StreamEventBody, { type: "editApplied" }>;

/** Earlier sequences that the gate scores at most, drawn by the seed. */
const GATE_SEQUENCES = 48;

export async function askUntouched({ model, exercises, ledger, breathe, signal }: Stream): Promise<void> {
  for (const [passage, exercise] of exercises.entries()) {
    if (ledger.untouched(passage)) continue;
    await breathe();
    const { result } = await evaluate(model, exercise, "untouched", () => {}, signal);
    ledger.tell({ type: "untouchedAsked", passage, correct: result.correct, total: result.total });
  }
}

/** Learns passage `step`, then asks every passage so far. */
export async function passStep(stream: Stream, step: number): Promise<void> {
  const { ledger, breathe } = stream;
  ledger.tell({ type: "stepStarted", step });
  const pieces = (ledger.edit(step) ?? (await writeEdit(stream, step))).pieces;
  await breathe();
  const adapter = await train(stream, step, pieces);
  try {
    await apply(stream, step, adapter);
  } finally {
    // The router keeps what it was given.
    if (stream.router === null) adapter?.dispose();
  }
  for (let passage = 0; passage <= step; passage++) await ask(stream, step, passage);
  scoreStep(stream, step);
}

/** Seeds follow from the step alone, so that remedies differ by nothing else. */
function seededExercise({ exercises, settings }: Stream, step: number): Exercise {
  return { ...exercises[step]!, seed: hashSeed(settings.seed, `passage ${step}`) };
}

/** The model as it stands writes; of several edits the first of the best by an inner loop of its own is chosen. */
async function writeEdit(stream: Stream, step: number): Promise<WrittenEdit> {
  const { model, settings, ledger, breathe, signal } = stream;
  await breathe();
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
    await breathe();
    const seed = hashSeed(exercise.seed, "inner loop");
    rewards.push((await scoreEdit(model, exercise, pieces, 1, seed, signal)).correct);
  }
  const best = edits[Math.max(0, rewards.indexOf(Math.max(...rewards)))]!;
  const seconds = (performance.now() - began) / 1000;
  ledger.tell({ type: "editChosen", step, ...best, tried: edits.length, seconds });
  return best;
}

/** @returns null where training diverged: the passage is then not learned */
async function train(stream: Stream, step: number, pieces: readonly Piece[]): Promise<Adapter | null> {
  const { model, settings, taught, ledger, signal } = stream;
  const exercise = seededExercise(stream, step);
  const plan = exercise.training("self-edit", pieces);
  const mix = mixReplay(
    plan.sequences,
    settings.remedy === "replay" ? taught : [],
    { draws: plan.steps * plan.batchSize, share: settings.replayShare },
    createRandom(exercise.seed).fork("replay"),
  );
  taught.push([...plan.sequences]);
  const { anchor } = stream;
  const began = performance.now();
  let finalLoss: number | null = null;
  const listen = (body: RunEventBody) => {
    if (body.type === "trainingFinished") finalLoss = body.finalLoss;
  };
  const adapter = await trainAdapter(
    model,
    exercise,
    "self-edit",
    { ...plan, sequences: mix.sequences, ...(anchor ? { anchor } : {}) },
    listen,
    signal,
  ).catch((error: unknown) => {
    if (error instanceof PlaygroundError && error.kind === "diverged") return null;
    throw error;
  });
  ledger.tell({
    type: "editTrained",
    step,
    examples: plan.sequences.length + mix.replayed,
    replayed: mix.replayed,
    steps: plan.steps,
    finalLoss,
    seconds: (performance.now() - began) / 1000,
  });
  return adapter;
}

async function apply(stream: Stream, step: number, adapter: Adapter | null): Promise<void> {
  const { model, router, ledger } = stream;
  const merge = async (merged: Adapter) => {
    await stream.onMerged?.(step, merged);
    await model.merge(merged);
  };
  const decision = ledger.applied(step) ?? (await decide(stream, step, adapter));
  if (adapter !== null && router !== null) router.add(step, adapter);
  else if (adapter !== null && decision.scale === 1) await merge(adapter);
  else if (adapter !== null && decision.scale > 0) {
    const clipped = await scaledCopy(model, adapter, decision.scale);
    try {
      await merge(clipped);
    } finally {
      clipped.dispose();
    }
  }
  ledger.tell(decision);
}

async function decide(stream: Stream, step: number, adapter: Adapter | null): Promise<Applied> {
  const { model, settings, reference, router, taught, signal } = stream;
  const applied = (outcome: Applied["outcome"], scale: number, tries: Applied["tries"] = []): Applied => ({
    type: "editApplied",
    step,
    outcome,
    scale,
    tries,
  });
  if (adapter === null) return applied("rejected", 0);
  if (router !== null) return applied("kept-apart", 1);
  if (settings.remedy !== "gate" || reference === null) return applied("merged", 1);
  const draw = createRandom(settings.seed).fork(`gate of step ${step}`);
  const earlier = draw.shuffle(taught.slice(0, step).flat()).slice(0, GATE_SEQUENCES);
  const request = { model, adapter, reference, limits: settings, earlier };
  const { scale, tries } = await gateEdit(signal ? { ...request, signal } : request);
  return applied(scale === 1 ? "merged" : scale > 0 ? "clipped" : "rejected", scale, tries);
}

async function ask(stream: Stream, step: number, passage: number): Promise<void> {
  const { model, exercises, router, ledger, breathe, signal } = stream;
  if (ledger.asked(step, passage)) return;
  await breathe();
  const { result } = await evaluate(router ?? model, exercises[passage]!, "self-edit", () => {}, signal);
  const { correct, total } = result;
  const routed = router?.routes.filter((chosen) => chosen === passage).length ?? null;
  ledger.tell({ type: "passageAsked", step, passage, correct, total, routed });
}

function scoreStep({ ledger }: Stream, step: number): void {
  const passages = Array.from({ length: step + 1 }, (_, passage) => passage);
  ledger.tell({
    type: "stepScored",
    step,
    justLearned: tallyOf(passages.map((passage) => ledger.asked(passage, passage)!)),
    allLearned: tallyOf(passages.map((passage) => ledger.asked(step, passage)!)),
    untouched: tallyOf(passages.map((passage) => ledger.untouched(passage)!)),
  });
}

function tallyOf(cells: readonly { correct: number; total: number }[]): Tally {
  const correct = cells.reduce((sum, cell) => sum + cell.correct, 0);
  const total = cells.reduce((sum, cell) => sum + cell.total, 0);
  const clusters = cells.map((cell) => ({ sum: cell.correct, count: cell.total }));
  return { correct, total, interval: clusteredInterval(clusters) ?? wilson(correct, total) };
}
