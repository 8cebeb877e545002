import { PlaygroundError } from "../protocol/playgroundError.ts";
import type { TrainingSequence } from "../protocol/sequence.ts";
import type { TokenBatch } from "./decoder.ts";

/** Lengths are rounded up to this, so that few different shapes reach a backend that pools buffers by size. */
const LENGTH_STEP = 8;

/** Some examples padded to one length, and what they are to predict. */
export interface ExampleBatch {
  batch: TokenBatch;
  /** Rows of the batch that predict a counted token, and that token. */
  rows: Int32Array;
  targets: Int32Array;
  /** Of each counted row, the index of its example. */
  owners: Int32Array;
}

/**
 * Packs examples into batches of at most `tokenBudget` tokens with padding (a longer example goes alone).
 * Examples of like length go together; tokens after the last counted one are left out, as nothing depends on them;
 * examples without a counted token are left out whole.
 */
export function packExamples(examples: readonly TrainingSequence[], tokenBudget: number): ExampleBatch[] {
  const inputs = examples
    .map((example, owner) => ({ example, owner, length: example.lossMask.lastIndexOf(true) }))
    .filter(({ length }) => length > 0)
    .sort((one, other) => one.length - other.length || one.owner - other.owner);
  const groups: (typeof inputs)[] = [];
  for (const input of inputs) {
    const group = groups.at(-1);
    if (group && (group.length + 1) * paddedLength(input.length) <= tokenBudget) group.push(input);
    else groups.push([input]);
  }
  return groups.map((group) => {
    const length = paddedLength(group.at(-1)!.length);
    const tokens = new Int32Array(group.length * length);
    const rows: number[] = [];
    const targets: number[] = [];
    const owners: number[] = [];
    group.forEach(({ example, owner, length: real }, b) => {
      for (let t = 0; t < real; t++) {
        tokens[b * length + t] = example.tokens[t]!;
        if (!example.lossMask[t + 1]) continue;
        rows.push(b * length + t);
        targets.push(example.tokens[t + 1]!);
        owners.push(owner);
      }
    });
    const lengths = Int32Array.from(group, (input) => input.length);
    return {
      batch: { batch: group.length, length, tokens, lengths },
      rows: Int32Array.from(rows),
      targets: Int32Array.from(targets),
      owners: Int32Array.from(owners),
    };
  });
}

/** How many tokens of the example count in the loss; the first token is never predicted. */
export function countedTokens(example: TrainingSequence): number {
  return example.lossMask.reduce((count, counts, t) => count + (counts && t > 0 ? 1 : 0), 0);
}

/** Throws "bad-input" for an example that the model cannot take. */
export function checkExamples(examples: readonly TrainingSequence[], maxPositions: number): void {
  examples.forEach(({ tokens, lossMask }, index) => {
    const problem =
      tokens.length !== lossMask.length
        ? `has ${tokens.length} tokens but a loss mask of ${lossMask.length}`
        : tokens.length > maxPositions
          ? `has ${tokens.length} tokens, but the model's context holds ${maxPositions}`
          : null;
    if (problem) {
      throw new PlaygroundError(
        "bad-input",
        `Example ${index + 1} of ${examples.length} ${problem}.`,
        "Shorten or split the example, or choose a model with a longer context.",
      );
    }
  });
}

function paddedLength(length: number): number {
  return Math.ceil(length / LENGTH_STEP) * LENGTH_STEP;
}
