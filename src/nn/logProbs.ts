import { Pacer } from "../protocol/pacer.ts";
import type { TrainingSequence } from "../protocol/sequence.ts";
import type { Decoder, DecoderLora } from "./decoder.ts";
import { checkExamples, countedTokens, packExamples } from "./exampleBatch.ts";
import { HEAD_BLOCK_ELEMENTS } from "./kernels/kernels.ts";
import { logSumExp } from "./sampling.ts";

/** Tokens, with padding, in one forward pass; fewer where the vocabulary is large. */
const TOKEN_BUDGET = 512;

/** See `LanguageModel.logProbs`. */
export async function logProbsOf(
  decoder: Decoder,
  lora: DecoderLora,
  examples: readonly TrainingSequence[],
  signal?: AbortSignal,
): Promise<Float32Array[]> {
  const { vocabSize, maxPositions } = decoder.config;
  checkExamples(examples, maxPositions);
  const pacer = new Pacer(signal);
  await pacer.pause();
  const results = examples.map((example) => new Float32Array(countedTokens(example) * vocabSize));
  const filled = examples.map(() => 0);
  const budget = Math.min(TOKEN_BUDGET, Math.floor(HEAD_BLOCK_ELEMENTS / vocabSize));
  for (const { batch, rows, owners } of packExamples(examples, budget)) {
    const tensor = await decoder.logits(batch, rows, lora, pacer);
    const logits = await tensor.data<"float32">();
    tensor.dispose();
    // The rows of one example come in the order of its tokens.
    owners.forEach((owner, i) => {
      const row = logits.subarray(i * vocabSize, (i + 1) * vocabSize);
      const total = logSumExp(row);
      const result = results[owner]!;
      const start = filled[owner]!;
      for (let token = 0; token < vocabSize; token++) result[start + token] = row[token]! - total;
      filled[owner] = start + vocabSize;
    });
  }
  return results;
}
