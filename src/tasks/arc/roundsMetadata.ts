import { LINEAR_NAMES } from "../../protocol/adapterSettings.ts";
import type { Preset } from "../metadata.ts";
import type { RoundsMetadata, RoundsSetup } from "../roundsMetadata.ts";
import { ARC_FIELDS, ARC_PRESETS, type ArcSettings, arcSettingsSchema } from "./metadata.ts";

type ArcRoundsSetup = RoundsSetup<ArcSettings>;

/**
 * One round as in [paper], with more puzzles and fewer edits each: a small model solves many puzzles with any edit, and
 * those teach nothing. Edits are drawn warm, so that the whole menu is tried.
 */
const FIRST_ROUND: ArcRoundsSetup = {
  heldOut: 24,
  outer: {
    seed: 1,
    rounds: 1,
    contextsPerRound: 24,
    samples: 6,
    heldOutSamples: 1,
    innerRuns: 1,
    reward: "accuracy",
    keep: "solving",
    writer: {
      loraRank: 16,
      loraAlpha: 32,
      targets: [...LINEAR_NAMES],
      learningRate: 1e-3,
      epochs: 8,
      batchSize: 4,
      schedule: "constant",
      warmupSteps: 0,
      weightDecay: 0,
      maxGradNorm: 1,
    },
  },
  task: { ...taskPreset("default"), temperature: 1 },
};

/**
 * Where all edits of a puzzle solve it, or none, likelihood still says which was best. The writer's falling rate spares it the
 * noise (docs/outer-loop.md, 26).
 */
const GRID_MODEL: ArcRoundsSetup = {
  ...FIRST_ROUND,
  outer: {
    ...FIRST_ROUND.outer,
    rounds: 2,
    samples: 8,
    reward: "accuracy-likelihood",
    keep: "best",
    writer: { ...FIRST_ROUND.outer.writer, schedule: "linear" },
  },
};

/**
 * [paper], few-shot learning: one round of 11 puzzles × 15 edits drawn at temperature 0.8, held out 8 × 5; the writer is
 * trained on every solving edit, LoRA r 16, lr 5e-5, 8 epochs. From the authors' code: α 16, batch 5, cosine, the layers
 * of the inner adapters, and clipping at 1, their trainer's default.
 */
const PAPER: ArcRoundsSetup = {
  heldOut: 8,
  outer: {
    ...FIRST_ROUND.outer,
    contextsPerRound: 11,
    samples: 15,
    heldOutSamples: 5,
    writer: {
      ...FIRST_ROUND.outer.writer,
      loraAlpha: 16,
      targets: taskPreset("paper").targets,
      learningRate: 5e-5,
      batchSize: 5,
      schedule: "cosine",
    },
  },
  task: { ...taskPreset("paper"), temperature: 0.8 },
};

const shortened = (setup: ArcRoundsSetup): ArcRoundsSetup => ({
  ...setup,
  heldOut: 8,
  outer: { ...setup.outer, rounds: 1, contextsPerRound: 8, samples: 4 },
});

export const ARC_ROUNDS_PRESETS: readonly Preset<ArcRoundsSetup>[] = [
  {
    id: "default",
    version: 2,
    label: "Grid model",
    help: "Two rounds for the small grid model that comes with the page: an hour and more.",
    settings: GRID_MODEL,
  },
  {
    id: "short",
    version: 2,
    label: "A short round",
    help: "A few puzzles and edits, over in minutes: it shows the method, and is too little to tell a rise from luck.",
    settings: shortened(GRID_MODEL),
  },
  {
    id: "paper",
    version: 1,
    label: "Paper",
    help: "SEAL's own round and rates, chosen for a model of one billion parameters.",
    settings: PAPER,
  },
];

/** What links made earlier may name. */
const RETIRED: readonly Preset<ArcRoundsSetup>[] = [
  { ...ARC_ROUNDS_PRESETS[0]!, version: 1, settings: FIRST_ROUND },
  { ...ARC_ROUNDS_PRESETS[1]!, version: 1, settings: shortened(FIRST_ROUND) },
];

/** The rounds have a seed of their own, and train by no fixed edit. */
const { seed: _seed, fixedEdit: _fixedEdit, ...INNER_FIELDS } = ARC_FIELDS;

export const arcRounds: RoundsMetadata<ArcSettings> = {
  task: "arc",
  label: "Puzzles",
  words: {
    one: "puzzle",
    many: "puzzles",
    question: "Can it learn to choose how to train?",
    intro:
      "For each puzzle it draws several configurations. Each is tried out: train on the demonstrations by it, answer, take the training back. The writer is then trained on the one that did best for each. Puzzles of kinds that nothing was ever trained on tell whether it chooses better now.",
    scored: "Puzzles solved",
  },
  presets: ARC_ROUNDS_PRESETS,
  retired: RETIRED,
  settings: arcSettingsSchema,
  innerFields: INNER_FIELDS,
};

export function taskPreset(id: string): ArcSettings {
  const preset = ARC_PRESETS.find((known) => known.id === id);
  if (preset === undefined) throw new Error(`There is no preset “${id}”.`);
  return preset.settings;
}
