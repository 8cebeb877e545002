import { LINEAR_NAMES } from "../../protocol/adapterSettings.ts";
import { type SettingsOf, schemaOf } from "../../protocol/fields.ts";
import { z } from "../../protocol/zod.ts";
import type { Preset } from "../metadata.ts";
import { TRAINING_FIELDS } from "./trainingFields.ts";
import { WRITING_FIELDS } from "./writingFields.ts";

/** The embedded model of the invented world, which knows only the layout of `world/layout.ts`. */
export const EMBEDDED_MODEL_ID = "embedded-reader";

/** A passage and the questions asked about it, closed book. */
export const passageSchema = z.object({
  title: z.string(),
  text: z.string(),
  questions: z.array(
    z.object({
      question: z.string(),
      /** Accepted answers; the first is the one shown. */
      answers: z.array(z.string()).check(z.minLength(1)),
      /** E.g. "direct", "reversed", "two-hop"; named on the page. */
      kind: z.optional(z.string()),
    }),
  ),
});
export type Passage = z.infer<typeof passageSchema>;
export type PassageQuestion = Passage["questions"][number];

/** Everything that a run of this task can be set to, in the order in which the page shows it. */
export const KNOWLEDGE_FIELDS = { ...WRITING_FIELDS, ...TRAINING_FIELDS };
export const knowledgeSettingsSchema = schemaOf(KNOWLEDGE_FIELDS);
export type KnowledgeSettings = SettingsOf<typeof KNOWLEDGE_FIELDS>;

/** The default's first version, from which the presets below are told by what differs. */
const FIRST_SETTINGS: KnowledgeSettings = {
  seed: 1,
  edits: 1,
  format: "self-qa",
  customPrompt: "",
  demonstrations: 1,
  editSamples: 1,
  temperature: 0.8,
  topP: 0.95,
  maxEditTokens: 320,
  maxPieces: 30,
  cut: "lines",
  keep: "all",
  passageSentences: false,
  loraRank: 16,
  loraAlpha: 32,
  targets: [...LINEAR_NAMES],
  learningRate: 1e-3,
  budget: "epochs",
  epochs: 6,
  maxSteps: 400,
  batchSize: 4,
  schedule: "constant",
  warmupSteps: 0,
  weightDecay: 0,
  maxGradNorm: 1,
  lossOn: "answer",
  maxAnswerTokens: 32,
};

/**
 * Chosen on passages that no figure is reported on (docs/results.md): a small writer invents answers, but keeps to the
 * passage when it rewrites it, the more so at a low temperature.
 */
const DEFAULT_SETTINGS: KnowledgeSettings = {
  ...FIRST_SETTINGS,
  format: "rewrite",
  editSamples: 3,
  temperature: 0.4,
  maxEditTokens: 256,
  cut: "sentences",
  keep: "grounded",
};

/** [paper] §B: implications, T 1.0, top-p 0.95; LoRA r 32, α 64, lr 1e-3, 10 epochs, batch 1; ≤ 64 answer tokens. */
const PAPER_SETTINGS: KnowledgeSettings = {
  ...FIRST_SETTINGS,
  format: "implications",
  demonstrations: 0,
  temperature: 1,
  topP: 0.95,
  maxEditTokens: 512,
  loraRank: 32,
  loraAlpha: 64,
  epochs: 10,
  batchSize: 1,
  maxGradNorm: 0,
  lossOn: "all",
  maxAnswerTokens: 64,
};

/** The first reader's: its passages had six facts, and its edits ended sooner. */
const FIRST_READER_SETTINGS: KnowledgeSettings = {
  ...FIRST_SETTINGS,
  temperature: 0.7,
  topP: 1,
  maxEditTokens: 200,
  loraRank: 8,
  loraAlpha: 16,
  learningRate: 3e-3,
  budget: "steps",
  maxSteps: 60,
  schedule: "linear",
  warmupSteps: 5,
  lossOn: "all",
  maxAnswerTokens: 12,
};

/** An edit of its own repeats itself: three samples joined, each line once, say twice as much (docs/embedded-model.md). */
const READER_SETTINGS: KnowledgeSettings = { ...FIRST_READER_SETTINGS, editSamples: 3, maxEditTokens: 320 };

export const KNOWLEDGE_PRESETS: readonly Preset<KnowledgeSettings>[] = [
  {
    id: "default",
    version: 2,
    label: "Small model",
    help: "For real models. With it those of 135 and 500 million parameters were measured, and neither gained from its own notes.",
    model: "any",
    settings: DEFAULT_SETTINGS,
  },
  {
    id: "paper",
    version: 1,
    label: "Paper",
    help: "SEAL's own settings, chosen for a model of seven billion parameters.",
    settings: PAPER_SETTINGS,
  },
  {
    id: "reader",
    version: 2,
    label: "Embedded reader",
    help: "For the small model that comes with the page.",
    model: EMBEDDED_MODEL_ID,
    settings: READER_SETTINGS,
  },
];

/** What links made earlier may name: a preset never changes under its version. */
export const RETIRED_PRESETS: readonly Preset<KnowledgeSettings>[] = [
  { ...KNOWLEDGE_PRESETS[0]!, version: 1, settings: FIRST_SETTINGS },
  { ...KNOWLEDGE_PRESETS[2]!, version: 1, settings: FIRST_READER_SETTINGS },
];
