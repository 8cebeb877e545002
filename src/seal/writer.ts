import type { AdapterSnapshot, FineTuneResult, LanguageModel, TrainStep } from "../nn/languageModel.ts";
import { ADAMW } from "../protocol/adapterSettings.ts";
import { hashSeed } from "../protocol/random.ts";
import type { WriterSettings } from "../protocol/roundsSettings.ts";
import type { TrainingSequence } from "../protocol/sequence.ts";
import type { WriterUpdate } from "../protocol/writerUpdate.ts";

export interface WriterTraining {
  update: WriterUpdate;
  result: FineTuneResult;
}

/**
 * The outer loop's update ([paper] §3.1, ReST-EM): supervised fine-tuning of the writer on context → kept edit, with
 * a fresh adapter on what is merged so far. The model is not changed; `mergeWriter` does that.
 *
 * @throws PlaygroundError "diverged" when the loss stops being a number
 */
export async function trainWriter(
  model: LanguageModel,
  sequences: readonly TrainingSequence[],
  settings: WriterSettings,
  seed: number,
  onStep: (step: TrainStep) => void,
  signal?: AbortSignal,
): Promise<WriterTraining> {
  const { loraRank, loraAlpha, targets, epochs, batchSize, ...optimizer } = settings;
  const adapter = model.createAdapter({
    rank: loraRank,
    alpha: loraAlpha,
    targets,
    seed: hashSeed(seed, "adapter"),
  });
  try {
    const result = await model.fineTune(adapter, {
      examples: sequences,
      optimizer: {
        ...optimizer,
        steps: Math.ceil((epochs * sequences.length) / Math.min(batchSize, sequences.length)),
        batchSize: Math.min(batchSize, sequences.length),
        ...ADAMW,
      },
      seed: hashSeed(seed, "order"),
      onStep,
      ...(signal ? { signal } : {}),
    });
    return { update: updateOf(await adapter.snapshot()), result };
  } finally {
    adapter.dispose();
  }
}

/** Merges a round's update into the model: all that follows, inner loops too, starts from the new writer. */
export async function mergeWriter(model: LanguageModel, update: WriterUpdate): Promise<void> {
  const adapter = model.createAdapter(update.settings);
  try {
    adapter.restore(snapshotOf(update));
    await model.merge(adapter);
  } finally {
    adapter.dispose();
  }
}

/** An adapter's matrices, copied, without the optimiser's moments. */
export function updateOf({ settings, tensors }: AdapterSnapshot): WriterUpdate {
  return {
    settings: { ...settings, targets: [...settings.targets] },
    tensors: Object.fromEntries(
      Object.entries(tensors).map(([name, { shape, value }]) => [
        name,
        { shape, value: Float32Array.from(value) },
      ]),
    ),
  };
}

/** To restore an adapter from; the optimiser begins afresh. */
export function snapshotOf({ settings, tensors }: WriterUpdate): AdapterSnapshot {
  return {
    settings,
    step: 0,
    tensors: Object.fromEntries(
      Object.entries(tensors).map(([name, { shape, value }]) => [
        name,
        { shape, value, m: new Float32Array(value.length), v: new Float32Array(value.length) },
      ]),
    ),
  };
}
