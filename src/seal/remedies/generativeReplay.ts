import type { LanguageModel } from "../../nn/languageModel.ts";
import { whole } from "../../protocol/fields.ts";
import type { TrainingSequence } from "../../protocol/sequence.ts";
import { remedy } from "./remedy.ts";
import { replay, withReplay } from "./replay.ts";

/**
 * Generative replay, as in LAMOL (arXiv 1909.03329): nothing of earlier passages is kept. Before an edit is trained on, the
 * model as it stands writes texts that begin as training sequences begin and go on freely; some of what it has
 * learned is among them, and some of what it always knew. They take the place of the earlier edits in replay.
 */
export const generativeReplay = remedy({
  id: "generative-replay",
  label: "Generative replay",
  help: "The model writes down what it knows, and is trained on that beside each new edit.",
  meaning:
    "Before each training the model writes texts out of its own memory, and part of what training sees comes from these. No earlier edit is kept.",
  fields: {
    ...replay.fields,
    recalledTexts: whole({
      label: "Texts from memory",
      help: "How many the model writes before each training.",
      level: "advanced",
      group: "Stream",
      min: 1,
      max: 256,
      scale: "log",
      initial: 48,
    }),
  },
  begin: ({ model, signal }, { replayShare: share, recalledTexts: count }) => ({
    async prepare({ step, plan, random }) {
      if (step === 0) return { ...plan, replayed: 0 };
      const recalled = await recall(
        model,
        plan.sequences,
        count,
        random.fork("recall").below(2 ** 32),
        signal,
      );
      return withReplay(plan, recalled, share, random.fork("replay"));
    },
  }),
});

/**
 * Texts that begin with the first token of one of these each, sampled as probable as the model finds them: a mark of the start, where
 * the form has one, and no more, since all may go on with the title of what is only about to be learned.
 */
async function recall(
  model: LanguageModel,
  like: readonly TrainingSequence[],
  count: number,
  seed: number,
  signal: AbortSignal | undefined,
): Promise<TrainingSequence[]> {
  if (like.length === 0) return [];
  const prompts = Array.from({ length: count }, (_, i) => like[i % like.length]!.tokens.slice(0, 1));
  const maxTokens = Math.max(1, ...like.map(({ tokens }) => tokens.length - 1));
  const generations = await model.generate({
    prompts,
    sampling: { temperature: 1, topP: 1, topK: 0, maxTokens, stop: [], seed },
    ...(signal ? { signal } : {}),
  });
  return generations.map(({ tokens: written }, i) => {
    const tokens = [...prompts[i]!, ...written];
    return { tokens, lossMask: tokens.map((_, at) => at > 0) };
  });
}
