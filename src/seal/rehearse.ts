import type { LanguageModel } from "../nn/languageModel.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import { hashSeed } from "../protocol/random.ts";
import type { EditBody } from "../runs/edit/events.ts";
import type { Exercise, Rehearsal } from "../tasks/task.ts";
import { trainAdapter } from "./train.ts";
import { sampleEdits, textOf, type WrittenEdit } from "./writeEdits.ts";

/** Edits of which the condition "best-of-5" takes the best. */
const REHEARSED = 5;

/**
 * The best of several self-edits by what the context alone tells: each trains an adapter with a part of the context held
 * back, and the one after which that part is likeliest is chosen, the earlier of two alike. No answer that will be asked
 * for is seen. Where nothing can be held back, the first edit is as good as any.
 */
export async function bestByRehearsal(
  model: LanguageModel,
  exercise: Exercise,
  emit: (body: EditBody) => void,
  signal?: AbortSignal,
): Promise<WrittenEdit> {
  const seed = hashSeed(exercise.seed, "edits to choose from");
  const edits = await sampleEdits(model, exercise, REHEARSED, seed, signal);
  // A rehearsal is seen as it goes; what counts as the condition's training comes after.
  const progress = (body: EditBody) => {
    if (body.type === "trainingStarted" || body.type === "trainingStep") emit(body);
  };
  const losses: (number | null)[] = [];
  for (const { pieces } of edits) {
    const rehearsal = exercise.rehearsal?.(pieces) ?? null;
    losses.push(rehearsal === null ? null : await lossAfter(model, exercise, rehearsal, progress, signal));
  }
  const best = losses.reduce<number>((chosen, loss, i) => {
    return (loss ?? Number.POSITIVE_INFINITY) < (losses[chosen] ?? Number.POSITIVE_INFINITY) ? i : chosen;
  }, 0);
  emit({
    type: "editsRehearsed",
    edits: edits.map((edit, i) => ({ text: edit.pieces[0]?.text ?? textOf(edit), loss: losses[i] ?? null })),
    best,
  });
  return edits[best]!;
}

/** Mean loss in nats a token of what was held back; null where the training diverged. */
async function lossAfter(
  model: LanguageModel,
  exercise: Exercise,
  { plan, heldBack }: Rehearsal,
  emit: (body: EditBody) => void,
  signal: AbortSignal | undefined,
): Promise<number | null> {
  try {
    const adapter = await trainAdapter(model, exercise, "best-of-5", plan, emit, signal);
    try {
      model.useAdapter(adapter);
      const scores = await model.score(heldBack, signal);
      const tokens = scores.reduce((sum, score) => sum + score.tokens, 0);
      return scores.reduce((sum, score) => sum + score.nll, 0) / tokens;
    } finally {
      model.useAdapter(null);
      adapter.dispose();
    }
  } catch (error) {
    if (error instanceof PlaygroundError && error.kind === "diverged") return null;
    throw error;
  }
}
