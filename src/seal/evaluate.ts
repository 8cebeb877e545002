import type { Generation, LanguageModel } from "../nn/languageModel.ts";
import { wilson } from "../protocol/intervals.ts";
import type { Condition, ConditionResult, Outcome, Tally } from "../protocol/run.ts";
import type { EditBody } from "../runs/edit/events.ts";
import type { Exercise } from "../tasks/task.ts";

export interface Evaluation {
  outcomes: Outcome[];
  result: ConditionResult;
}

/**
 * Asks everything under one condition, greedily, with the adapter in use, and scores it ([paper] §3.2: closed
 * book unless the condition is "in-context"). Prompts are decoded together.
 */
export async function evaluate(
  model: Pick<LanguageModel, "generate">,
  exercise: Exercise,
  condition: Condition,
  emit: (body: EditBody) => void,
  signal?: AbortSignal,
): Promise<Evaluation> {
  const { prompts, maxTokens, stop } = exercise.testing(condition);
  emit({ type: "answering", condition, total: exercise.items.length });
  const generations = await model.generate({
    prompts: prompts.map(({ prompt }) => prompt),
    sampling: { temperature: 0, topP: 1, topK: 0, maxTokens, stop, seed: exercise.seed },
    onText: (index, text) => {
      const item = prompts[index]?.item;
      // Of several views of one item only the first is shown as it comes.
      if (item !== undefined && prompts.findIndex((asked) => asked.item === item) === index) {
        emit({ type: "answerText", condition, item, text });
      }
    },
    ...(signal ? { signal } : {}),
  });
  const outcomes = exercise.items.map((_, item): Outcome => {
    const own = generations.filter((_, i) => prompts[i]?.item === item);
    const outputs = own.map(({ text }) => text);
    return { condition, item, ...exercise.judge(item, outputs, own.map(confidenceOf)) };
  });
  for (const outcome of outcomes) emit({ type: "outcome", outcome });
  const result = resultOf(condition, outcomes, exercise);
  emit({ type: "conditionScored", result });
  return { outcomes, result };
}

function confidenceOf({ logprobs }: Generation): number {
  return logprobs.reduce((sum, logprob) => sum + logprob, 0) / Math.max(1, logprobs.length);
}

function resultOf(condition: Condition, outcomes: readonly Outcome[], exercise: Exercise): ConditionResult {
  const kinds = [...new Set(exercise.items.flatMap(({ kind }) => (kind === undefined ? [] : [kind])))];
  const byKind = Object.fromEntries(
    kinds.map((kind) => [kind, tally(outcomes.filter(({ item }) => exercise.items[item]?.kind === kind))]),
  );
  return {
    condition,
    ...tally(outcomes),
    means: meansOf(outcomes),
    ...(kinds.length > 0 ? { byKind } : {}),
  };
}

function tally(outcomes: readonly Outcome[]): Tally {
  const correct = outcomes.filter((outcome) => outcome.correct).length;
  return { correct, total: outcomes.length, interval: wilson(correct, outcomes.length) };
}

function meansOf(outcomes: readonly Outcome[]): Record<string, number> {
  const names = new Set(outcomes.flatMap(({ scores }) => Object.keys(scores)));
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      outcomes.reduce((sum, { scores }) => sum + (scores[name] ?? 0), 0) / outcomes.length,
    ]),
  );
}
