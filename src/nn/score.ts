import { Pacer } from "../protocol/pacer.ts";
import type { TrainingSequence } from "../protocol/sequence.ts";
import type { Decoder, DecoderLora } from "./decoder.ts";
import { checkExamples, countedTokens, packExamples } from "./exampleBatch.ts";
import type { Score } from "./languageModel.ts";

/** Tokens, with padding, in one forward pass. */
const TOKEN_BUDGET = 512;

/** See `LanguageModel.score`. */
export async function scoreExamples(
  decoder: Decoder,
  lora: DecoderLora,
  examples: readonly TrainingSequence[],
  signal?: AbortSignal,
): Promise<Score[]> {
  checkExamples(examples, decoder.config.maxPositions);
  const pacer = new Pacer(signal);
  await pacer.pause();
  const scores = examples.map((example) => ({ nll: 0, tokens: countedTokens(example) }));
  for (const { batch, rows, targets, owners } of packExamples(examples, TOKEN_BUDGET)) {
    const weights = new Float32Array(rows.length);
    const tensor = await decoder.nll(batch, { rows, targets, weights }, lora, pacer);
    const nll = await tensor.data();
    tensor.dispose();
    owners.forEach((owner, i) => {
      scores[owner]!.nll += nll[i]!;
    });
  }
  return scores;
}
