import type { LanguageModel } from "../nn/languageModel.ts";
import { hashSeed } from "../protocol/random.ts";
import type { Piece } from "../protocol/run.ts";
import type { EditBody } from "../runs/edit/events.ts";
import type { Exercise } from "../tasks/task.ts";

export interface SelfEdit {
  /** All that was written, with the leads; prompts and their samples one after the other. */
  text: string;
  pieces: Piece[];
}

/**
 * Samples a self-edit SE ~ p(·|C) from the model without an adapter ([paper] §3.1). Several prompts and
 * samples are decoded together and are one edit: the first streams, the others are shown when all are done.
 *
 * @param edit number of the edit in the run; edits of one run differ by it alone
 */
export async function writeEdit(
  model: LanguageModel,
  exercise: Exercise,
  edit: number,
  emit: (body: EditBody) => void,
  signal?: AbortSignal,
): Promise<SelfEdit> {
  const { prompts, samples, temperature, topP, maxTokens, stop } = exercise.writing;
  const asked = prompts.flatMap(({ prompt, lead }, index) =>
    Array.from({ length: samples }, () => ({ index, prompt, lead })),
  );
  emit({ type: "editStarted", edit, prompt: prompts.map(({ prompt }) => prompt).join("\n\n") });
  emit({ type: "editText", edit, text: asked[0]?.lead ?? "" });
  const generations = await model.generate({
    prompts: asked.map(({ prompt }) => prompt),
    sampling: { temperature, topP, topK: 0, maxTokens, stop, seed: hashSeed(exercise.seed, `edit ${edit}`) },
    onText: (sample, text) => {
      if (sample === 0) emit({ type: "editText", edit, text });
    },
    ...(signal ? { signal } : {}),
  });
  const written = generations.map(({ text, finish }, i) => {
    const { index, lead } = asked[i]!;
    return { prompt: index, text: lead + text, cutOff: finish === "length" };
  });
  for (const { text } of written.slice(1)) emit({ type: "editText", edit, text: `\n\n${text}` });
  const pieces = exercise.parse(written);
  emit({ type: "editParsed", edit, pieces, author: "model" });
  return { text: written.map(({ text }) => text).join("\n\n"), pieces };
}
