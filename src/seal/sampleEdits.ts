import type { LanguageModel } from "../nn/languageModel.ts";
import type { Piece } from "../protocol/run.ts";
import type { Exercise, WrittenSample } from "../tasks/task.ts";

/** A self-edit as the outer loop keeps it: what was written, and the pieces cut from it. */
export interface WrittenEdit {
  samples: WrittenSample[];
  pieces: Piece[];
}

/** The whole edit, as people read it. */
export function textOf({ samples }: Pick<WrittenEdit, "samples">): string {
  return samples.map(({ text }) => text).join("\n\n");
}

/**
 * Samples several self-edits of one context, SE ~ p(·|C), in one decoding ([paper] §3.1): the prompt is read once
 * for all of them. The model must be the bare writer, without an adapter.
 *
 * @param seed the edits differ by their number alone
 */
export async function sampleEdits(
  model: LanguageModel,
  exercise: Exercise,
  count: number,
  seed: number,
  signal?: AbortSignal,
): Promise<WrittenEdit[]> {
  const { prompts, samples, temperature, topP, maxTokens, stop } = exercise.writing;
  const asked = Array.from({ length: count }, (_, edit) =>
    prompts.flatMap(({ prompt, lead }, index) =>
      Array.from({ length: samples }, () => ({ edit, index, prompt, lead })),
    ),
  ).flat();
  const generations = await model.generate({
    prompts: asked.map(({ prompt }) => prompt),
    sampling: { temperature, topP, topK: 0, maxTokens, stop, seed },
    ...(signal ? { signal } : {}),
  });
  const written = generations.map(({ text, finish }, i) => {
    const { edit, index, lead } = asked[i]!;
    return { edit, sample: { prompt: index, text: lead + text, cutOff: finish === "length" } };
  });
  return Array.from({ length: count }, (_, edit) => {
    const own = written.filter((one) => one.edit === edit).map(({ sample }) => sample);
    return { samples: own, pieces: exercise.parse(own) };
  });
}
