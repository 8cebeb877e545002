import { PlaygroundError } from "../protocol/playgroundError.ts";
import type { TokenBatch } from "./decoder.ts";
import { checkExamples, countedTokens, packExamples } from "./exampleBatch.ts";
import type { Anchor } from "./languageModel.ts";
import type { TeacherTargets } from "./lossHead.ts";

/** Throws "bad-input" for an anchor that cannot be trained with. */
export function checkAnchor(anchor: Anchor, maxPositions: number, vocabulary: number): void {
  const { examples, logProbs, weight, batchSize } = anchor;
  checkExamples(examples, maxPositions);
  const wrong = examples.findIndex(
    (example, i) =>
      countedTokens(example) === 0 || logProbs[i]?.length !== countedTokens(example) * vocabulary,
  );
  const problem =
    examples.length === 0
      ? "An anchor needs at least one example."
      : wrong >= 0
        ? `Example ${wrong + 1} of the anchor does not come with the log-probabilities of its marked tokens.`
        : !(weight >= 0 && Number.isInteger(batchSize) && batchSize >= 1)
          ? `An anchor of weight ${weight} with ${batchSize} examples a step cannot be trained with.`
          : null;
  if (problem) throw new PlaygroundError("bad-input", problem, "Change the anchor, or train without one.");
}

/**
 * The chosen examples of an anchor in batches of at most `tokenBudget` tokens with padding; each marked token weighs
 * weight / (marked tokens of all chosen), so that the weighted sum is `weight` times their mean divergence.
 */
export function packAnchor(
  { examples, logProbs, weight }: Anchor,
  chosen: readonly number[],
  vocabulary: number,
  tokenBudget: number,
): { batch: TokenBatch; targets: TeacherTargets }[] {
  const own = chosen.map((index) => examples[index]!);
  const counted = own.reduce((sum, example) => sum + countedTokens(example), 0);
  const used = own.map(() => 0);
  return packExamples(own, tokenBudget).map(({ batch, rows, owners }) => {
    const teacher = new Float32Array(rows.length * vocabulary);
    owners.forEach((owner, row) => {
      // The rows of one example come in the order of its tokens, as its log-probabilities do.
      const start = used[owner]! * vocabulary;
      teacher.set(logProbs[chosen[owner]!]!.subarray(start, start + vocabulary), row * vocabulary);
      used[owner] = used[owner]! + 1;
    });
    const weights = new Float32Array(rows.length).fill(weight / counted);
    return { batch, targets: { rows, teacher, weights } };
  });
}
