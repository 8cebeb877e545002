import type { LanguageModel } from "../nn/languageModel.ts";
import { clusteredTally } from "../protocol/intervals.ts";
import { createRandom, hashSeed } from "../protocol/random.ts";
import type { RoundsSettings } from "../protocol/roundsSettings.ts";
import type { TrainingSequence } from "../protocol/sequence.ts";
import type { WriterUpdate } from "../protocol/writerUpdate.ts";
import type { RoundsBody, Selection } from "../runs/rounds/events.ts";
import type { Exercise } from "../tasks/task.ts";
import type { DoneRounds } from "./doneRounds.ts";
import type { Exercises } from "./exercises.ts";
import { habitsOf } from "./habits.ts";
import { type EditsToJudge, type JudgedEdit, judgedEdits } from "./judgeEdits.ts";
import { chooseEdits } from "./keepRule.ts";
import { judgeSideBySide, type Lane, mergeIntoAll } from "./lanes.ts";
import type { Saying } from "./toItsEnd.ts";
import { mergeWriter, trainWriter } from "./writer.ts";

/** What all rounds share. */
export interface RoundsWork extends Exercises {
  model: LanguageModel;
  settings: RoundsSettings;
  done: DoneRounds;
  writers: ReadonlyMap<number, WriterUpdate>;
  onWriter: (round: number, update: WriterUpdate) => void;
  /** At least one; one that fails is left out from then on. */
  lanes: Lane[];
  /** Says what is not in the log yet. */
  emit: (body: RoundsBody) => void;
  pausePoint: Saying<RoundsBody>["pausePoint"];
  signal?: AbortSignal;
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
  const first = (round - 1) * settings.contextsPerRound;
  const indices = Array.from({ length: settings.contextsPerRound }, (_, i) => (first + i) % contexts.length);
  const whole: RewardedContext[] = [];
  const judged: JudgedContext[] = [];
  await judgeAll(rounds, { round, set: "training" }, indices, settings.samples, (context, edits) => {
    whole.push({ context, exercise: contexts[context]!, edits });
    // Advantages are compared over the whole round; any other rule can say at once what it keeps.
    if (settings.keep !== "advantage") judged.push(...keepEdits(rounds, round, whole.slice(-1)));
  });
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

/** Has the edits of these contexts written and judged; `onJudged` is called for each, in order, once all before it are told. */
async function judgeAll(
  { lanes, settings, done, emit, pausePoint }: RoundsWork,
  where: Pick<EditsToJudge["place"], "round" | "set">,
  contexts: readonly number[],
  count: number,
  onJudged: (context: number, edits: JudgedEdit[]) => void,
): Promise<void> {
  const work = contexts.map((context): EditsToJudge => {
    const place = { ...where, context };
    return { place, count, settings, told: done.told(place) };
  });
  await judgeSideBySide(lanes, work, {
    emit,
    onDone: (index, told) => onJudged(contexts[index]!, judgedEdits(told)),
    pausePoint,
  });
}

/** Fine-tunes and merges; a round that kept nothing leaves the writer as it is. */
async function updateWriter(
  rounds: RoundsWork,
  round: number,
  judged: readonly JudgedContext[],
): Promise<void> {
  const { model, lanes, settings, done, emit, pausePoint, signal } = rounds;
  const merge = (update: WriterUpdate) =>
    Promise.all([mergeWriter(model, update), mergeIntoAll(lanes, update)]);
  const sequences = judged.flatMap(({ exercise, edits, kept }) =>
    kept.flatMap((edit): TrainingSequence[] => exercise.writerSequences(edits[edit]!.samples)),
  );
  if (sequences.length === 0) return;
  const earlier = done.isMerged(round) ? rounds.writers.get(round) : undefined;
  if (earlier !== undefined) {
    await merge(earlier);
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
  await merge(update);
  rounds.onWriter(round, update);
  emit({ type: "writerMerged", round, examples: sequences.length, ...result });
}

/** What the round's writer is worth: inner loops on edits for contexts that no writer was trained on. */
async function scoreHeldOut(rounds: RoundsWork, round: number): Promise<void> {
  const { heldOut, settings } = rounds;
  const byContext: JudgedEdit[][] = [];
  const indices = heldOut.map((_, context) => context);
  await judgeAll(rounds, { round, set: "held-out" }, indices, settings.heldOutSamples, (_context, edits) => {
    byContext.push(edits);
  });
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
