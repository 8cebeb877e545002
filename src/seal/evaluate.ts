import type { LanguageModel } from "../nn/languageModel.ts";
import type { RunEventBody } from "../protocol/events.ts";
import type { Condition, ConditionResult, Outcome, Tally } from "../protocol/run.ts";
import type { Exercise } from "../tasks/task.ts";
import { wilson } from "./interval.ts";

/** Tokens of context that one batch of prompts may hold, answers included: bounds the KV cache. */
const BATCH_TOKENS = 8192;

export interface Evaluation {
  outcomes: Outcome[];
  result: ConditionResult;
}

/**
 * Asks everything under one condition, greedily, with the adapter in use, and scores it ([paper] §3.2: closed
 * book unless the condition is "in-context"). Prompts are decoded together.
 */
export async function evaluate(
  model: LanguageModel,
  exercise: Exercise,
  condition: Condition,
  emit: (body: RunEventBody) => void,
  signal?: AbortSignal,
): Promise<Evaluation> {
  const { prompts, maxTokens, stop } = exercise.testing(condition);
  emit({ type: "answering", condition, total: exercise.items.length });
  const outputs = exercise.items.map((): string[] => []);
  for (const batch of batches(prompts, maxTokens, model)) {
    const generations = await model.generate({
      prompts: batch.map(({ prompt }) => prompt),
      sampling: { temperature: 0, topP: 1, topK: 0, maxTokens, stop, seed: exercise.seed },
      onText: (index, text) => {
        const item = batch[index]?.item;
        // Of several views of one item only the first is shown as it comes.
        if (item !== undefined && batch.findIndex((asked) => asked.item === item) === index) {
          emit({ type: "answerText", condition, item, text });
        }
      },
      ...(signal ? { signal } : {}),
    });
    generations.forEach(({ text }, i) => {
      outputs[batch[i]!.item]!.push(text);
    });
  }
  const outcomes = outputs.map(
    (texts, item): Outcome => ({ condition, item, ...exercise.judge(item, texts) }),
  );
  for (const outcome of outcomes) emit({ type: "outcome", outcome });
  const result = resultOf(condition, outcomes, exercise);
  emit({ type: "conditionScored", result });
  return { outcomes, result };
}

/** Splits the prompts, in order, so that no batch exceeds its tokens. */
function batches<Asked extends { prompt: string }>(
  prompts: readonly Asked[],
  maxTokens: number,
  model: LanguageModel,
): Asked[][] {
  const all: Asked[][] = [];
  let longest = 0;
  for (const asked of prompts) {
    const last = all.at(-1);
    // Shorter prompts are padded to the longest of their batch.
    longest = Math.max(longest, model.encode(asked.prompt).length + maxTokens);
    if (last !== undefined && longest * (last.length + 1) <= BATCH_TOKENS) last.push(asked);
    else {
      all.push([asked]);
      longest = model.encode(asked.prompt).length + maxTokens;
    }
  }
  return all;
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
