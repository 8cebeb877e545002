import type { LanguageModel } from "../nn/languageModel.ts";
import type { PlantedAnswer } from "../protocol/versionEvents.ts";
import type { PlantedFact } from "../tasks/knowledge/plantedFact.ts";
import { normalizeAnswer } from "../tasks/knowledge/scoring.ts";
import type { Exercise } from "../tasks/task.ts";

/**
 * Asks the model, as it stands, about a planted fact, closed book, and says of each answer whether it repeats the
 * wrong fact.
 *
 * @param exercise of the passage with the planted fact's questions in place of its own
 */
export async function askPlanted(
  model: LanguageModel,
  exercise: Exercise,
  { questions }: PlantedFact,
  signal?: AbortSignal,
): Promise<PlantedAnswer[]> {
  const { prompts, maxTokens, stop } = exercise.testing("untouched");
  const generations = await model.generate({
    prompts: prompts.map(({ prompt }) => prompt),
    sampling: { temperature: 0, topP: 1, topK: 0, maxTokens, stop, seed: exercise.seed },
    ...(signal ? { signal } : {}),
  });
  return questions.map(({ question, planted, truth }, item) => {
    const { output: answer } = exercise.judge(item, [generations[item]?.text ?? ""]);
    const is = (value: string | null) => value !== null && normalizeAnswer(value) === normalizeAnswer(answer);
    return { question, answer, says: is(planted) ? "planted" : is(truth) ? "truth" : "other" };
  });
}
