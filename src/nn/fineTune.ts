import * as tf from "@tensorflow/tfjs-core";
import { LINEAR_NAMES } from "../protocol/adapterSettings.ts";
import { Pacer } from "../protocol/pacer.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import { createRandom, hashSeed } from "../protocol/random.ts";
import type { TrainingSequence } from "../protocol/sequence.ts";
import { adamWStep, clipFactor } from "./adamW.ts";
import type { Decoder, TokenBatch } from "./decoder.ts";
import { checkExamples, countedTokens, packExamples } from "./exampleBatch.ts";
import type { Anchor, FineTuneRequest, FineTuneResult } from "./languageModel.ts";
import type { LoraAdapter } from "./lora.ts";
import type { LossTargets, TeacherTargets } from "./lossHead.ts";
import { learningRateAt } from "./schedule.ts";
import { checkAnchor, packAnchor } from "./teacherBatch.ts";
import { parameterNames } from "./weights.ts";

/** Tokens, with padding, in one pass forward and back; bounds the memory of the kept activations. */
const MICRO_BATCH_TOKENS = 384;

/**
 * Trains the adapter in place with AdamW. A step's batch goes through in micro-batches whose gradients are
 * summed; each token weighs 1 / (counted tokens of the step), so the result is that of the whole batch at once.
 *
 * Throws "bad-input" for examples or settings that cannot be trained on, "diverged" when loss or gradients stop
 * being finite, and "cancelled"; the adapter is then as the last completed step left it.
 */
export async function fineTuneAdapter(
  decoder: Decoder,
  adapter: LoraAdapter,
  request: FineTuneRequest,
): Promise<FineTuneResult> {
  const { examples, optimizer, seed, anchor, onStep, signal } = request;
  checkRequest(request, decoder.config.maxPositions);
  if (anchor) checkAnchor(anchor, decoder.config.maxPositions, decoder.config.vocabSize);
  const pacer = new Pacer(signal);
  const order = exampleOrder(examples.length, seed);
  const anchorOrder = exampleOrder(anchor?.examples.length ?? 0, hashSeed(seed, "anchor"));
  const batchSize = Math.min(optimizer.batchSize, examples.length);
  const result: FineTuneResult = { steps: 0, tokens: 0, finalLoss: 0, seconds: 0 };
  const runStart = performance.now();
  for (let step = 0; step < optimizer.steps; step++) {
    const stepStart = performance.now();
    await pacer.pause();
    const batch = Array.from({ length: batchSize }, () => examples[order.next().value]!);
    const anchored = anchor && {
      ...anchor,
      chosen: Array.from(
        { length: Math.min(anchor.batchSize, anchor.examples.length) },
        () => anchorOrder.next().value,
      ),
    };
    const learningRate = learningRateAt(optimizer, step);
    const { gradients, loss, divergence, gradNorm } = await stepGradients(
      decoder,
      adapter,
      batch,
      anchored,
      pacer,
    );
    try {
      if (!Number.isFinite(loss) || !Number.isFinite(gradNorm)) throw diverged(step + 1, learningRate);
      const scale = clipFactor(gradNorm, optimizer.maxGradNorm);
      // What the adapter has taken over, it keeps.
      tf.tidy(() => adamWStep(decoder.kernels, adapter, gradients, optimizer, learningRate, scale));
    } finally {
      tf.dispose([...gradients.values()]);
    }
    const tokens = batch.reduce((sum, example) => sum + example.tokens.length, 0);
    result.steps = step + 1;
    result.tokens += tokens;
    result.finalLoss = loss;
    if (anchor) result.finalDivergence = divergence;
    const seconds = (performance.now() - stepStart) / 1000;
    onStep?.({ step: step + 1, steps: optimizer.steps, loss, learningRate, gradNorm, tokens, seconds });
  }
  result.seconds = (performance.now() - runStart) / 1000;
  return result;
}

/**
 * Mean loss over the counted tokens of the examples, mean divergence over those of the anchor's chosen ones, and the
 * gradients of loss + weight · divergence by every parameter of the adapter.
 */
async function stepGradients(
  decoder: Decoder,
  adapter: LoraAdapter,
  examples: readonly TrainingSequence[],
  anchor: (Anchor & { chosen: readonly number[] }) | undefined,
  pacer: Pacer,
): Promise<{ gradients: Map<string, tf.Tensor2D>; loss: number; divergence: number; gradNorm: number }> {
  const gradients = new Map<string, tf.Tensor2D>();
  const accumulate = (name: string, gradient: tf.Tensor2D) => {
    if (!adapter.isTrained(name)) {
      gradient.dispose();
      return;
    }
    const sum = gradients.get(name);
    gradients.set(name, sum ? tf.add(sum, gradient) : gradient);
    if (sum) tf.dispose([sum, gradient]);
  };
  /** Adds the gradients of one pass; returns the sum of its rows' losses. */
  const pass = async (batch: TokenBatch, targets: LossTargets | TeacherTargets): Promise<tf.Scalar> => {
    const { losses, gradients: layers } = await decoder.gradients(batch, targets, adapter.layers(), pacer);
    try {
      layers.forEach((layer, index) => {
        for (const target of LINEAR_NAMES) {
          const pair = layer[target];
          if (!pair) continue;
          const names = parameterNames(index, target);
          accumulate(names.a, pair.da);
          accumulate(names.b, pair.db);
        }
      });
      return tf.sum<tf.Scalar>(losses);
    } catch (error) {
      for (const layer of layers) tf.dispose(layer);
      throw error;
    } finally {
      losses.dispose();
    }
  };
  const counted = tokensOf(examples);
  const sums: tf.Scalar[] = [];
  const divergences: tf.Scalar[] = [];
  try {
    for (const { batch, rows, targets } of packExamples(examples, MICRO_BATCH_TOKENS)) {
      const weights = new Float32Array(rows.length).fill(1 / counted);
      sums.push(await pass(batch, { rows, targets, weights }));
    }
    const { vocabSize } = decoder.config;
    const anchored = anchor ? packAnchor(anchor, anchor.chosen, vocabSize, MICRO_BATCH_TOKENS) : [];
    for (const { batch, targets } of anchored) divergences.push(await pass(batch, targets));
    const figures = tf.tidy(() =>
      tf.stack([
        tf.addN(sums),
        decoder.kernels.squaredNorm([...gradients.values()]),
        divergences.length > 0 ? tf.addN(divergences) : tf.scalar(0),
      ]),
    );
    const [nll, square, divergence] = await figures.data();
    figures.dispose();
    const held = anchor ? tokensOf(anchor.chosen.map((index) => anchor.examples[index]!)) : 1;
    return {
      gradients,
      loss: nll! / counted,
      divergence: divergence! / held,
      gradNorm: Math.sqrt(square!),
    };
  } catch (error) {
    tf.dispose([...gradients.values()]);
    throw error;
  } finally {
    tf.dispose([...sums, ...divergences]);
  }
}

function tokensOf(examples: readonly TrainingSequence[]): number {
  return examples.reduce((sum, example) => sum + countedTokens(example), 0);
}

function diverged(step: number, learningRate: number): PlaygroundError {
  return new PlaygroundError(
    "diverged",
    `Training diverged at step ${step}: with a learning rate of ${learningRate.toPrecision(3)} the loss is no longer a number.`,
    "Train with a smaller learning rate, such as a third of it, or with gradient clipping. The adapter is as the step before left it.",
  );
}

function checkRequest({ examples, optimizer }: FineTuneRequest, maxPositions: number): void {
  checkExamples(examples, maxPositions);
  const empty = examples.findIndex((example) => countedTokens(example) === 0);
  const { steps, batchSize } = optimizer;
  const problem =
    examples.length === 0
      ? "There are no examples to train on."
      : empty >= 0
        ? `Example ${empty + 1} of ${examples.length} has no token that counts in the loss.`
        : !(Number.isInteger(steps) && steps >= 1 && Number.isInteger(batchSize) && batchSize >= 1)
          ? `${steps} steps of ${batchSize} examples cannot be trained; both must be whole numbers of at least 1.`
          : null;
  if (problem)
    throw new PlaygroundError("bad-input", problem, "Change the examples or the training settings.");
}

/** Indices of examples without end: a new random order whenever all have been seen. */
function* exampleOrder(count: number, seed: number): Generator<number, never> {
  for (let epoch = 0; ; epoch++) {
    const indices = Array.from({ length: count }, (_, index) => index);
    yield* createRandom(seed).fork(`epoch ${epoch}`).shuffle(indices);
  }
}
