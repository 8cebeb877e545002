import type { LanguageModel } from "../nn/languageModel.ts";
import { clusteredTally } from "../protocol/intervals.ts";
import { createRandom, hashSeed } from "../protocol/random.ts";
import type { RoundsSettings } from "../protocol/roundsSettings.ts";
import type { TrainingSequence } from "../protocol/sequence.ts";
import type { WriterUpdate } from "../protocol/writerUpdate.ts";
import type { EditPlace, RoundsBody, Selection } from "../runs/rounds/events.ts";
import type { Exercise } from "../tasks/task.ts";
import type { DoneRounds } from "./doneRounds.ts";
import { habitsOf } from "./habits.ts";
import { chooseEdits } from "./keepRule.ts";
import { judgedOf, rewards } from "./rewards.ts";
import { scoreEdit } from "./scoreEdit.ts";
import { sampleEdits, type WrittenEdit } from "./writeEdits.ts";
import { mergeWriter, trainWriter } from "./writer.ts";

/** What all rounds share. */
export interface RoundsWork {
  model: LanguageModel;
  settings: RoundsSettings;
  contexts: readonly Exercise[];
  heldOut: readonly Exercise[];
  done: DoneRounds;
  writers: ReadonlyMap<number, WriterUpdate>;
  onWriter: (round: number, update: WriterUpdate) => void;
  /** Says what is not in the log yet. */
  emit: (body: RoundsBody) => void;
  /** Waits while the user pauses. Throws "cancelled". */
  pausePoint: () => Promise<void>;
  signal?: AbortSignal;
}

/** An edit with what its inner loops gave. */
interface JudgedEdit extends WrittenEdit {
  correct: number;
  total: number;
  reward: number;
}

interface RewardedContext {
  context: number;
  exercise: Exercise;
  edits: JudgedEdit[];
}

interface JudgedContext {
  exercise: Exercise;
  edits: JudgedEdit[];
  kept: readonly number[];
  why: string;
}

/** One round: selection and the writer's update, but for round 0; then the held-out contexts. */
export async function passRound(rounds: RoundsWork, round: number): Promise<void> {
  rounds.emit({ type: "roundStarted", round });
  const judged = round === 0 ? null : await judgeContexts(rounds, round);
  if (judged !== null) await updateWriter(rounds, round, judged);
  await scoreHeldOut(rounds, round);
  rounds.emit({ type: "roundFinished", round, selection: judged && selectionOf(judged) });
}

async function judgeContexts(rounds: RoundsWork, round: number): Promise<JudgedContext[]> {
  const { settings, contexts } = rounds;
  const whole: RewardedContext[] = [];
  const judged: JudgedContext[] = [];
  for (let i = 0; i < settings.contextsPerRound; i++) {
    const context = ((round - 1) * settings.contextsPerRound + i) % contexts.length;
    const exercise = contexts[context]!;
    const edits = await judgeEdits(rounds, { round, set: "training", context }, exercise, settings.samples);
    whole.push({ context, exercise, edits });
    // Advantages are compared over the whole round; any other rule can say at once what it keeps.
    if (settings.keep !== "advantage") judged.push(...keepEdits(rounds, round, whole.slice(-1)));
  }
  return settings.keep === "advantage" ? keepEdits(rounds, round, whole) : judged;
}

/** Chooses among the edits of these contexts and tells what is kept. */
function keepEdits(
  { settings, done, emit }: RoundsWork,
  round: number,
  rewarded: readonly RewardedContext[],
): JudgedContext[] {
  const given = rewarded.map(({ edits }) => edits.map(({ reward }) => reward));
  const chosen = chooseEdits(given, settings.keep, (index) =>
    createRandom(settings.seed).fork(`ties of round ${round}, context ${rewarded[index]!.context}`),
  );
  return rewarded.map(({ context, exercise, edits }, index) => {
    const choice = done.choice(round, context) ?? chosen[index]!;
    emit({ type: "contextKept", round, context, choice });
    return { exercise, edits, ...choice };
  });
}

/** Samples the edits of one context together and runs the inner loops of each. */
async function judgeEdits(
  rounds: RoundsWork,
  where: Omit<EditPlace, "edit">,
  exercise: Exercise,
  count: number,
): Promise<JudgedEdit[]> {
  const { model, settings, done, emit, pausePoint, signal } = rounds;
  const { round, set, context } = where;
  // A held-out context has the same seeds in every round, so that rounds differ by their writer.
  const name = set === "held-out" ? `held-out context ${context}` : `context ${context}, round ${round}`;
  const places = Array.from({ length: count }, (_, edit): EditPlace => ({ ...where, edit }));
  let written = places.flatMap((place) => done.written(place) ?? []);
  if (written.length < count) {
    await pausePoint();
    written = await sampleEdits(model, exercise, count, hashSeed(settings.seed, `edits, ${name}`), signal);
    written.forEach(({ samples, pieces }, edit) => {
      emit({ type: "editWritten", ...where, edit, samples, pieces });
    });
  }
  const judged: JudgedEdit[] = [];
  for (const [i, place] of places.entries()) {
    const edit = written[i]!;
    const earlier = done.rewarded(place);
    if (earlier !== undefined) {
      judged.push({ ...edit, correct: earlier.correct, total: earlier.total, reward: earlier.reward });
      continue;
    }
    await pausePoint();
    const started = performance.now();
    const seed = hashSeed(settings.seed, `inner loop, ${name}`);
    const score = await scoreEdit(model, exercise, edit.pieces, settings.innerRuns, seed, signal);
    const seconds = (performance.now() - started) / 1000;
    const chance = createRandom(settings.seed).fork(`reward, ${name}, edit ${i}`);
    const rewardOf = rewards[set === "held-out" ? "accuracy" : settings.reward];
    const reward = rewardOf(judgedOf(exercise, edit, score), chance);
    emit({ type: "editRewarded", ...place, ...score, reward, seconds });
    judged.push({ ...edit, correct: score.correct, total: score.total, reward });
  }
  return judged;
}

/** Fine-tunes and merges; a round that kept nothing leaves the writer as it is. */
async function updateWriter(
  rounds: RoundsWork,
  round: number,
  judged: readonly JudgedContext[],
): Promise<void> {
  const { model, settings, done, emit, pausePoint, signal } = rounds;
  const sequences = judged.flatMap(({ exercise, edits, kept }) =>
    kept.flatMap((edit): TrainingSequence[] => exercise.writerSequences(edits[edit]!.samples)),
  );
  if (sequences.length === 0) return;
  const earlier = done.isMerged(round) ? rounds.writers.get(round) : undefined;
  if (earlier !== undefined) {
    await mergeWriter(model, earlier);
    return;
  }
  await pausePoint();
  const seed = hashSeed(settings.seed, `writer of round ${round}`);
  const { update, result } = await trainWriter(
    model,
    sequences,
    settings.writer,
    seed,
    ({ step, steps, loss, learningRate, gradNorm }) =>
      emit({ type: "writerStep", round, step, steps, loss, learningRate, gradNorm }),
    signal,
  );
  await mergeWriter(model, update);
  rounds.onWriter(round, update);
  emit({ type: "writerMerged", round, examples: sequences.length, ...result });
}

/** What the round's writer is worth: inner loops on edits for contexts that no writer was trained on. */
async function scoreHeldOut(rounds: RoundsWork, round: number): Promise<void> {
  const byContext: JudgedEdit[][] = [];
  for (const [context, exercise] of rounds.heldOut.entries()) {
    const where = { round, set: "held-out", context } as const;
    byContext.push(await judgeEdits(rounds, where, exercise, rounds.settings.heldOutSamples));
  }
  const edits = byContext.flat();
  const clusters = byContext.map((own) => {
    const tally = tallyOf(own);
    return { sum: tally.correct, count: tally.total };
  });
  rounds.emit({
    type: "heldOutScored",
    round,
    tally: clusteredTally(clusters),
    habits: habitsOf(edits),
  });
}

function selectionOf(judged: readonly JudgedContext[]): Selection {
  const edits = judged.flatMap((context) => context.edits);
  const kept = judged.flatMap((context) => context.kept.map((edit) => context.edits[edit]!));
  return {
    contexts: judged.length,
    skipped: judged.filter(({ why }) => why === "equal").length,
    tied: judged.filter(({ why }) => why === "tie").length,
    sampled: edits.length,
    kept: kept.length,
    accuracy: accuracyOf(edits),
    keptAccuracy: kept.length === 0 ? null : accuracyOf(kept),
    habits: habitsOf(edits),
  };
}

function accuracyOf(edits: readonly JudgedEdit[]): number {
  const { correct, total } = tallyOf(edits);
  return correct / total;
}

function tallyOf(edits: readonly JudgedEdit[]): { correct: number; total: number } {
  return {
    correct: edits.reduce((sum, edit) => sum + edit.correct, 0),
    total: edits.reduce((sum, edit) => sum + edit.total, 0),
  };
}
