import type { LanguageModel } from "../nn/languageModel.ts";
import { createRandom, hashSeed } from "../protocol/random.ts";
import { roundsSettingsSchema } from "../protocol/roundsSettings.ts";
import { z } from "../protocol/zod.ts";
import { type EditTold, editPlaceSchema, editToldSchema } from "../runs/rounds/events.ts";
import type { Exercise } from "../tasks/task.ts";
import { judgedOf, rewards } from "./rewards.ts";
import { scoreEdit } from "./scoreEdit.ts";
import { sampleEdits, type WrittenEdit } from "./writeEdits.ts";

/** The edits of one context in a round, to be written and judged. */
export const editsToJudgeSchema = z.object({
  place: z.omit(editPlaceSchema, { edit: true }),
  count: z.int(),
  settings: z.pick(roundsSettingsSchema, { seed: true, innerRuns: true, reward: true }),
  /** What an interrupted run has told of them: it is neither done nor told again. */
  told: z.readonly(z.array(editToldSchema)),
});
export type EditsToJudge = z.infer<typeof editsToJudgeSchema>;

export interface JudgingRequest {
  emit: (body: EditTold) => void;
  /** Asked between two pieces of work. Throws "cancelled". */
  pausePoint: () => Promise<void>;
  signal?: AbortSignal | undefined;
}

/** An edit with what its inner loops gave. */
export interface JudgedEdit extends WrittenEdit {
  correct: number;
  total: number;
  /** As `EditScore.likelihood` says. */
  likelihood: number | null;
  reward: number;
}

/** Samples the edits of one context together and runs the inner loops of each; `judgedEdits` has all that it tells. */
export async function judgeEdits(
  model: LanguageModel,
  exercise: Exercise,
  { place, count, settings, told }: EditsToJudge,
  { emit, pausePoint, signal }: JudgingRequest,
): Promise<void> {
  const { round, set, context } = place;
  // A held-out context has the same seeds in every round, so that rounds differ by their writer.
  const name = set === "held-out" ? `held-out context ${context}` : `context ${context}, round ${round}`;
  const known = told.filter((body) => body.type === "editWritten");
  let written: WrittenEdit[] = known;
  if (known.length < count) {
    await pausePoint();
    written = await sampleEdits(model, exercise, count, hashSeed(settings.seed, `edits, ${name}`), signal);
    for (const [edit, { samples, pieces }] of written.entries()) {
      if (edit >= known.length) emit({ type: "editWritten", ...place, edit, samples, pieces });
    }
  }
  const rewarded = new Set(told.filter((body) => body.type === "editRewarded").map(({ edit }) => edit));
  for (const [edit, { samples, pieces }] of written.entries()) {
    if (rewarded.has(edit)) continue;
    await pausePoint();
    const started = performance.now();
    const seed = hashSeed(settings.seed, `inner loop, ${name}`);
    const score = await scoreEdit(model, exercise, pieces, settings.innerRuns, seed, signal);
    const seconds = (performance.now() - started) / 1000;
    const chance = createRandom(settings.seed).fork(`reward, ${name}, edit ${edit}`);
    const rewardOf = rewards[set === "held-out" ? "accuracy" : settings.reward];
    const reward = rewardOf(judgedOf(exercise, { samples, pieces }, score), chance);
    emit({ type: "editRewarded", ...place, edit, ...score, reward, seconds });
  }
}

/** The edits of one context, by number, from all that was told of them. */
export function judgedEdits(told: readonly EditTold[]): JudgedEdit[] {
  const rewards = new Map(told.flatMap((body) => (body.type === "editRewarded" ? [[body.edit, body]] : [])));
  return told.flatMap((body) => {
    const rewarded = rewards.get(body.edit);
    if (body.type !== "editWritten" || rewarded === undefined) return [];
    const { correct, total, likelihood = null, reward } = rewarded;
    return [{ samples: body.samples, pieces: body.pieces, correct, total, likelihood, reward }];
  });
}
