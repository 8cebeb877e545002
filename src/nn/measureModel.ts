import { ADAMW, LINEAR_NAMES } from "../protocol/adapterSettings.ts";
import {
  DECODED_TOGETHER,
  type Measurement,
  type MeasureStage,
  type Speeds,
} from "../protocol/measurement.ts";
import { Pacer } from "../protocol/pacer.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import { createRandom } from "../protocol/random.ts";
import type { ModelInfo } from "../protocol/run.ts";
import { Decoder } from "./decoder.ts";
import { fineTuneAdapter } from "./fineTune.ts";
import type { FineTuneResult } from "./languageModel.ts";
import { LoraAdapter } from "./lora.ts";
import { sampleToken } from "./sampling.ts";

export interface MeasureRequest {
  onStage(stage: MeasureStage): void;
  signal?: AbortSignal;
}

/** Sequences of a training step and the tokens of each. */
interface StepShape {
  sequences: number;
  length: number;
}

interface TrainingSpeed {
  shape: StepShape;
  tokensPerSecond: number;
  /** Of the smallest shape. */
  leastStep: { tokens: number; seconds: number };
  /** Of one step; null where they are not counted. */
  dispatches: number | null;
}

const SEED = 1;
const RANK = 16;
/** The last one is what is compared between machines; one that is slow stays at the largest that it can do in time. */
const SHAPES: readonly StepShape[] = [
  { sequences: 1, length: 16 },
  { sequences: 1, length: 64 },
  { sequences: 4, length: 64 },
];
const TRAINING_MS = 4000;
const LEAST_STEPS_MS = 500;
const MOST_STEPS = 40;
const DECODING_MS = 1500;
const DECODED_TOKENS = 64;
/** Of a sequence: by then every program that decoding needs is compiled. */
const UNTIMED_TOKENS = 2;
/** Unpacked to floats by the plain operations, more parameters would not fit beside the model on a common GPU. */
const MOST_PLAIN_PARAMETERS = 150e6;

/**
 * Tokens a second of training and of decoding, with an adapter, caches and tokens of its own that are gone afterwards;
 * some twenty seconds at most on anything that is fit for training. Every time ends with a value that was read back, so a
 * GPU's queue is empty then. On WebGPU the same work follows in TensorFlow.js's own operations.
 */
export async function measureModel(
  info: ModelInfo,
  decoder: Decoder,
  { onStage, signal }: MeasureRequest,
): Promise<Measurement> {
  onStage("training");
  const shapes = SHAPES.filter(({ length }) => length <= info.maxPositions);
  const training = await trainingSpeed(decoder, shapes, signal);
  onStage("decoding");
  const speeds = { training: training.tokensPerSecond, ...(await decodingSpeeds(decoder, signal)) };
  const { device, threads, heldBytes } = decoder.kernels.usage();
  let plain: Speeds | null = null;
  if (decoder.kernels.name === "webgpu" && info.parameters <= MOST_PLAIN_PARAMETERS) {
    onStage("comparing");
    plain = await plainSpeeds(decoder, training.shape, signal);
  }
  const { name, parameters, hash, backend } = info;
  return {
    model: { name, parameters, hash },
    backend,
    device,
    threads,
    step: { rank: RANK, ...training.shape },
    speeds,
    leastStep: training.leastStep,
    plain,
    dispatches: training.dispatches,
    heldBytes,
  };
}

async function plainSpeeds(
  { config, weights }: Decoder,
  shape: StepShape,
  signal: AbortSignal | undefined,
): Promise<Speeds> {
  const { createPlainKernels } = await import("./kernels/plain.ts");
  const plain = new Decoder(config, weights.given.all(), createPlainKernels());
  try {
    const { tokensPerSecond } = await trainingSpeed(plain, [shape], signal);
    return { training: tokensPerSecond, ...(await decodingSpeeds(plain, signal)) };
  } finally {
    plain.dispose();
  }
}

/** Of the largest shape that fits the time; the smallest is always tried. */
async function trainingSpeed(
  decoder: Decoder,
  shapes: readonly StepShape[],
  signal: AbortSignal | undefined,
): Promise<TrainingSpeed> {
  const until = performance.now() + TRAINING_MS;
  const fits = (seconds: number) => performance.now() + 1000 * seconds <= until;
  const targets = LINEAR_NAMES;
  const adapter = new LoraAdapter(decoder.config, { rank: RANK, alpha: 2 * RANK, targets, seed: SEED });
  const train = (shape: StepShape, steps: number) => trainSteps(decoder, adapter, shape, steps, signal);
  try {
    let [shape] = shapes;
    if (!shape) throw tooShort();
    let timed: FineTuneResult | null = null;
    let leastStep: TrainingSpeed["leastStep"] | null = null;
    let dispatches: number | null = null;
    for (const next of shapes) {
      const grown = (next.sequences * next.length) / (shape.sequences * shape.length);
      // A step that is not timed, as programs may be compiled in it, and then one that is.
      if (timed && !fits((2 * grown * timed.seconds) / timed.steps)) break;
      shape = next;
      await train(shape, 1);
      const before = decoder.kernels.usage().dispatches;
      timed = await train(shape, 1);
      const after = decoder.kernels.usage().dispatches;
      dispatches = before === null || after === null ? null : after - before;
      if (leastStep !== null) continue;
      // A single one is soon over.
      timed = await train(shape, stepsWithin(LEAST_STEPS_MS, timed));
      leastStep = { tokens: timed.tokens / timed.steps, seconds: timed.seconds / timed.steps };
    }
    if (!timed || !leastStep) throw new Error("No step was timed.");
    const steps = stepsWithin(until - performance.now(), timed);
    if (steps > 1) timed = await train(shape, steps);
    return { shape, tokensPerSecond: timed.tokens / timed.seconds, leastStep, dispatches };
  } finally {
    adapter.dispose();
  }
}

/** At least one. */
function stepsWithin(milliseconds: number, { steps, seconds }: FineTuneResult): number {
  const fitting = Math.floor((steps * milliseconds) / (1000 * seconds));
  return Math.max(1, Math.min(MOST_STEPS, fitting));
}

function tooShort(): PlaygroundError {
  const least = SHAPES[0]?.length;
  const message = `A model that reads fewer than ${least} tokens at once cannot be measured.`;
  return new PlaygroundError("unsupported", message, "Choose another model.");
}

/** The rate is one at which random tokens neither teach much nor blow up. */
function trainSteps(
  decoder: Decoder,
  adapter: LoraAdapter,
  { sequences, length }: StepShape,
  steps: number,
  signal: AbortSignal | undefined,
): Promise<FineTuneResult> {
  const random = createRandom(SEED);
  const examples = Array.from({ length: sequences }, () => {
    const tokens = Array.from({ length }, () => random.below(decoder.config.vocabSize));
    return { tokens, lossMask: tokens.map(() => true) };
  });
  const optimizer = {
    ...ADAMW,
    learningRate: 1e-4,
    steps,
    batchSize: sequences,
    schedule: "constant",
    warmupSteps: 0,
    weightDecay: 0,
    maxGradNorm: 1,
  } as const;
  return fineTuneAdapter(decoder, adapter, {
    examples,
    optimizer,
    seed: SEED,
    ...(signal ? { signal } : {}),
  });
}

async function decodingSpeeds(decoder: Decoder, signal: AbortSignal | undefined) {
  const alone = await decodingSpeed(decoder, 1, signal);
  return { alone, together: await decodingSpeed(decoder, DECODED_TOGETHER, signal) };
}

/** Greedy, from the first token on, and past whatever would end a text: the work is the same for every model. */
async function decodingSpeed(
  decoder: Decoder,
  batch: number,
  signal: AbortSignal | undefined,
): Promise<number> {
  const { config, kernels } = decoder;
  const pacer = new Pacer(signal);
  const random = createRandom(SEED);
  const rows = Array.from({ length: batch }, (_, row) => row);
  const noAdapter = Array.from({ length: config.layerCount }, () => ({}));
  const capacity = Math.min(UNTIMED_TOKENS + DECODED_TOKENS, config.maxPositions);
  const cache = decoder.createKvCache(batch, capacity);
  try {
    let tokens = Int32Array.from(rows, () => random.below(config.vocabSize));
    let begun = performance.now();
    let timed = 0;
    for (let position = 0; position < capacity; position++) {
      if (position === UNTIMED_TOKENS) begun = performance.now();
      const step = {
        newTokens: 1,
        starts: new Int32Array(batch).fill(position),
        lengths: new Int32Array(batch).fill(position + 1),
      };
      const logits = await decoder.extend(tokens, step, cache, rows, noAdapter, pacer);
      if (!logits) throw new Error(`The ${kernels.name} kernels gave no logits.`);
      const values = await logits.data<"float32">().finally(() => logits.dispose());
      tokens = Int32Array.from(rows, (row) => {
        const ofRow = values.subarray(row * config.vocabSize, (row + 1) * config.vocabSize);
        return sampleToken(ofRow, GREEDY, random).token;
      });
      if (position >= UNTIMED_TOKENS) timed++;
      if (timed > 0 && performance.now() - begun > DECODING_MS) break;
    }
    return (1000 * timed * batch) / (performance.now() - begun);
  } finally {
    cache.dispose();
  }
}

const GREEDY = { temperature: 0, topP: 1, topK: 0, maxTokens: DECODED_TOKENS, stop: [], seed: SEED };
