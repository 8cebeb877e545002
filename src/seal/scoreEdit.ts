import type { LanguageModel } from "../nn/languageModel.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import { hashSeed } from "../protocol/random.ts";
import type { Piece } from "../protocol/run.ts";
import type { EditBody } from "../runs/edit/events.ts";
import type { Exercise } from "../tasks/task.ts";
import { evaluate } from "./evaluate.ts";
import { trainByEdit } from "./train.ts";

/** Right answers after an edit, over all its inner runs. */
export interface EditScore {
  correct: number;
  total: number;
  /** Of the training, mean over the runs; null where it diverged, which scores nothing, or as `trainByEdit` says. */
  loss: number | null;
  /**
   * Log-probability of a token of an accepted answer in nats, mean over the answers and runs; of several accepted
   * answers the likeliest counts. Null where training diverged or no answer is known.
   */
  likelihood: number | null;
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
        return { correct: 0, total: exercise.items.length, loss: null, likelihood: null };
      }),
    );
  }
  return {
    correct: sum(scores.map(({ correct }) => correct)),
    total: sum(scores.map(({ total }) => total)),
    loss: meanOfAll(scores.map(({ loss }) => loss)),
    likelihood: meanOfAll(scores.map(({ likelihood }) => likelihood)),
  };
}

async function scoreOnce(
  model: LanguageModel,
  exercise: Exercise,
  plan: ReturnType<Exercise["training"]>,
  signal: AbortSignal | undefined,
): Promise<EditScore> {
  let loss: number | null = null;
  const listen = (body: EditBody) => {
    // Of a training that diverged nothing but an empty one is finished.
    if (body.type === "trainingFinished" && body.steps === plan.steps) loss = body.finalLoss;
  };
  const adapter = await trainByEdit(model, exercise, "self-edit", plan, listen, signal);
  try {
    model.useAdapter(adapter);
    const { result } = await evaluate(model, exercise, "self-edit", () => {}, signal);
    const likelihood = await answerLikelihood(model, exercise, signal);
    return { correct: result.correct, total: result.total, loss, likelihood };
  } finally {
    model.useAdapter(null);
    adapter.dispose();
  }
}

/** See `EditScore.likelihood`; with the adapter in use. */
async function answerLikelihood(
  model: LanguageModel,
  exercise: Exercise,
  signal: AbortSignal | undefined,
): Promise<number | null> {
  const answers = exercise.rightAnswers();
  if (answers.length === 0) return null;
  const scores = await model.score(answers.flat(), signal);
  let at = 0;
  const likeliest = answers.map((accepted) => {
    const own = scores.slice(at, at + accepted.length);
    at += accepted.length;
    return Math.max(...own.map(({ nll, tokens }) => -nll / tokens));
  });
  return meanOfAll(likeliest);
}

/** Null where one is missing. */
function meanOfAll(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length < values.length ? null : sum(known) / known.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
