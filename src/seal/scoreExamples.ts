import type { Adapter, LanguageModel } from "../nn/languageModel.ts";
import type { ExampleLoss } from "../runs/edit/state.ts";
import type { TrainingPlan } from "../tasks/task.ts";

/**
 * What a training has done to the examples that its plan wants told: the loss of each under the model as it stands, and
 * with the adapter. Where nothing was trained there is nothing to tell.
 */
export async function scoreExamples(
  model: LanguageModel,
  { sequences, examined = [], steps }: TrainingPlan,
  adapter: Adapter,
  signal?: AbortSignal,
): Promise<ExampleLoss[]> {
  if (steps === 0) return [];
  const chosen = examined.flatMap((example) => {
    const sequence = sequences[example];
    return sequence ? [{ example, sequence }] : [];
  });
  const scored = async (worn: Adapter | null) => {
    model.useAdapter(worn);
    try {
      const scores = await model.score(
        chosen.map(({ sequence }) => sequence),
        signal,
      );
      return scores.map(({ nll, tokens }) => nll / tokens);
    } finally {
      model.useAdapter(null);
    }
  };
  if (chosen.length === 0) return [];
  const before = await scored(null);
  const after = await scored(adapter);
  return chosen
    .map(({ example }, i) => ({ example, before: before[i] ?? Number.NaN, after: after[i] ?? Number.NaN }))
    .filter((one) => Number.isFinite(one.before) && Number.isFinite(one.after));
}
