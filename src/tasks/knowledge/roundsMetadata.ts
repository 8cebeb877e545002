import { LINEAR_NAMES } from "../../protocol/adapterSettings.ts";
import type { WriterSettings } from "../../protocol/roundsSettings.ts";
import type { Preset } from "../metadata.ts";
import type { RoundsMetadata, RoundsSetup } from "../roundsMetadata.ts";
import {
  EMBEDDED_MODEL_ID,
  KNOWLEDGE_FIELDS,
  KNOWLEDGE_PRESETS,
  type KnowledgeSettings,
  knowledgeSettingsSchema,
} from "./metadata.ts";

type KnowledgeRoundsSetup = RoundsSetup<KnowledgeSettings>;

const FIRST_WRITER: WriterSettings = {
  loraRank: 16,
  loraAlpha: 32,
  targets: [...LINEAR_NAMES],
  learningRate: 3e-3,
  epochs: 4,
  batchSize: 4,
  schedule: "constant",
  warmupSteps: 0,
  weightDecay: 0,
  maxGradNorm: 1,
};

const FIRST_READER: KnowledgeRoundsSetup = {
  heldOut: 12,
  outer: {
    seed: 1,
    rounds: 2,
    contextsPerRound: 12,
    samples: 4,
    heldOutSamples: 1,
    innerRuns: 1,
    reward: "accuracy",
    keep: "best",
    writer: FIRST_WRITER,
  },
  // One sample an edit: joined samples differ less from each other, so that there is less to choose from, and take longer.
  task: { ...taskPreset("reader"), editSamples: 1 },
};

/**
 * The embedded reader: small enough for a minute or two in a tab (docs/headless.md). Half the rate, falling to nothing: at
 * the first one a writer was harmed by training on edits drawn by lot, and choosing had to make up for it (docs/outer-loop.md).
 */
const READER: KnowledgeRoundsSetup = {
  ...FIRST_READER,
  outer: {
    ...FIRST_READER.outer,
    writer: { ...FIRST_WRITER, learningRate: 1.5e-3, schedule: "linear" },
  },
};

/** As the taught writer that comes with the page was taught: more passages and edits, in one round (docs/results.md). */
const LONG_READER: KnowledgeRoundsSetup = {
  ...READER,
  heldOut: 20,
  outer: { ...READER.outer, rounds: 1, contextsPerRound: 45, samples: 10 },
};

/** [paper] §3.2, §B: 2 rounds × 50 passages × 5 edits × 3 inner runs; LoRA r 64, α 128, lr 3e-4, 2 epochs, batch 10. */
const PAPER: KnowledgeRoundsSetup = {
  heldOut: 200,
  outer: {
    ...READER.outer,
    contextsPerRound: 50,
    samples: 5,
    innerRuns: 3,
    writer: {
      ...FIRST_WRITER,
      loraRank: 64,
      loraAlpha: 128,
      learningRate: 3e-4,
      epochs: 2,
      batchSize: 10,
      maxGradNorm: 0,
    },
  },
  task: taskPreset("paper"),
};

/** A real model in the page: as little as shows one whole round. No other rates were tried. */
const SMALL_MODEL: KnowledgeRoundsSetup = {
  heldOut: 4,
  outer: {
    ...READER.outer,
    rounds: 1,
    contextsPerRound: 4,
    samples: 3,
    writer: { ...FIRST_WRITER, learningRate: 1e-3, epochs: 2 },
  },
  task: taskPreset("default"),
};

export const KNOWLEDGE_ROUNDS_PRESETS: readonly Preset<KnowledgeRoundsSetup>[] = [
  {
    id: "reader",
    version: 2,
    label: "Embedded reader",
    help: "Two rounds that finish in minutes on the small model that comes with the page.",
    model: EMBEDDED_MODEL_ID,
    settings: READER,
  },
  {
    id: "long",
    version: 1,
    label: "Embedded reader, long",
    help: "One round of 45 passages with ten edits each, by which the taught writer that comes with the page was taught.",
    model: EMBEDDED_MODEL_ID,
    settings: LONG_READER,
  },
  {
    id: "paper",
    version: 1,
    label: "Paper",
    help: "SEAL's own rounds and rates, chosen for a model of seven billion parameters.",
    settings: PAPER,
  },
  {
    id: "default",
    version: 1,
    label: "Small model",
    help: "One small round for a real model. One such round of SmolLM2 brought 3 of 35 answers more, which may be luck; it takes long.",
    model: "any",
    settings: SMALL_MODEL,
  },
];

/** What links made earlier may name. */
const RETIRED: readonly Preset<KnowledgeRoundsSetup>[] = [
  { ...KNOWLEDGE_ROUNDS_PRESETS[0]!, version: 1, settings: FIRST_READER },
];

/** The inner loops take their seed from the rounds, and compare no edits of their own. */
const { seed: _seed, edits: _edits, ...INNER_FIELDS } = KNOWLEDGE_FIELDS;

export const knowledgeRounds: RoundsMetadata<KnowledgeSettings> = {
  task: "knowledge",
  label: "Passages",
  words: {
    one: "passage",
    many: "passages",
    question: "Can it learn to write better notes?",
    intro:
      "For each passage it writes several edits. Each is tried out: train on it, ask the questions, take the training back. The writer is then trained on the edits that helped most, and the next round begins. Passages that it is never trained on tell whether it got better.",
    scored: "Right answers",
  },
  presets: KNOWLEDGE_ROUNDS_PRESETS,
  retired: RETIRED,
  settings: knowledgeSettingsSchema,
  innerFields: INNER_FIELDS,
};

export function taskPreset(id: string): KnowledgeSettings {
  const preset = KNOWLEDGE_PRESETS.find((known) => known.id === id);
  if (preset === undefined) throw new Error(`There is no preset “${id}”.`);
  return preset.settings;
}
