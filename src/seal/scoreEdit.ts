import type { LanguageModel } from "../nn/languageModel.ts";
import type { RunEventBody } from "../protocol/events.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import { hashSeed } from "../protocol/random.ts";
import type { Piece } from "../protocol/run.ts";
import type { Exercise } from "../tasks/task.ts";
import { evaluate } from "./evaluate.ts";
import { trainByEdit } from "./train.ts";

/** Right answers after an edit, over all its inner runs. */
export interface EditScore {
  correct: number;
  total: number;
  /** Of the training, mean over the runs; null where it diverged, which scores nothing, or as `trainByEdit` says. */
  loss: number | null;
}

/**
 * The inner loop that judges one edit ([paper] §3.1): a fresh adapter is trained on it, the questions are asked
 * closed book, the adapter is thrown away. All edits of a context start from the same random adapters, so that
 * they differ by what they say.
 *
 * @param seed of the adapters and of the order of training
 */
export async function scoreEdit(
  model: LanguageModel,
  exercise: Exercise,
  pieces: readonly Piece[],
  runs: number,
  seed: number,
  signal?: AbortSignal,
): Promise<EditScore> {
  const plan = exercise.training("self-edit", pieces);
  const scores: EditScore[] = [];
  for (let run = 0; run < runs; run++) {
    const seeded = { ...exercise, seed: hashSeed(seed, `inner run ${run}`) };
    scores.push(
      await scoreOnce(model, seeded, plan, signal).catch((error: unknown) => {
        if (!(error instanceof PlaygroundError) || error.kind !== "diverged") throw error;
        return { correct: 0, total: exercise.items.length, loss: null };
      }),
    );
  }
  const losses = scores.flatMap(({ loss }) => (loss === null ? [] : [loss]));
  return {
    correct: sum(scores.map(({ correct }) => correct)),
    total: sum(scores.map(({ total }) => total)),
    loss: losses.length < runs ? null : sum(losses) / runs,
  };
}

async function scoreOnce(
  model: LanguageModel,
  exercise: Exercise,
  plan: ReturnType<Exercise["training"]>,
  signal: AbortSignal | undefined,
): Promise<EditScore> {
  let loss: number | null = null;
  const listen = (body: RunEventBody) => {
    // Of a training that diverged nothing but an empty one is finished.
    if (body.type === "trainingFinished" && body.steps === plan.steps) loss = body.finalLoss;
  };
  const adapter = await trainByEdit(model, exercise, "self-edit", plan, listen, signal);
  try {
    model.useAdapter(adapter);
    const { result } = await evaluate(model, exercise, "self-edit", () => {}, signal);
    return { correct: result.correct, total: result.total, loss };
  } finally {
    model.useAdapter(null);
    adapter.dispose();
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
