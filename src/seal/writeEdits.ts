import type { LanguageModel } from "../nn/languageModel.ts";
import { hashSeed } from "../protocol/random.ts";
import type { Piece } from "../protocol/run.ts";
import type { EditBody } from "../runs/edit/events.ts";
import type { Exercise, WrittenSample } from "../tasks/task.ts";

/** A self-edit: what was written, and the pieces cut from it. */
export interface WrittenEdit {
  samples: WrittenSample[];
  pieces: Piece[];
}

/** A self-edit as a run tells of it. */
export interface SelfEdit {
  text: string;
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
 * @param onText what the first text has just grown by
 */
export async function sampleEdits(
  model: LanguageModel,
  exercise: Exercise,
  count: number,
  seed: number,
  signal?: AbortSignal,
  onText?: (text: string) => void,
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
    ...(onText
      ? { onText: (sample: number, text: string) => (sample === 0 ? onText(text) : undefined) }
      : {}),
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

/**
 * Samples the run's self-edit number `edit` and tells of it: of several prompts and samples the first streams, the others
 * are shown when all are done.
 */
export async function writeEdit(
  model: LanguageModel,
  exercise: Exercise,
  edit: number,
  emit: (body: EditBody) => void,
  signal?: AbortSignal,
): Promise<SelfEdit> {
  const { prompts } = exercise.writing;
  const show = (text: string) => emit({ type: "editText", edit, text });
  emit({ type: "editStarted", edit, prompt: prompts.map(({ prompt }) => prompt).join("\n\n") });
  show(prompts[0]?.lead ?? "");
  const seed = hashSeed(exercise.seed, `edit ${edit}`);
  const [written] = await sampleEdits(model, exercise, 1, seed, signal, show);
  const { samples, pieces } = written!;
  for (const { text } of samples.slice(1)) show(`\n\n${text}`);
  emit({ type: "editParsed", edit, pieces, author: "model" });
  return { text: textOf({ samples }), pieces };
}
