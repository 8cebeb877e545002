import { ADAPTER_TARGETS, adapterSettingsSchema } from "../../protocol/adapterSettings.ts";
import { z } from "../../protocol/zod.ts";
import type { Preset, TaskMetadata } from "../metadata.ts";
import { TRAINING_CONTROLS } from "./metadataTrainingControls.ts";
import { WRITING_CONTROLS } from "./metadataWritingControls.ts";

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

/** SEAL's edit formats ([paper] §B.1 and v2), two for very small writers, and the user's own prompt. */
export const EDIT_FORMATS = [
  "implications",
  "implications-long",
  "implications-very-long",
  "rewrite",
  "self-qa",
  "sentence-questions",
  "sentence-rewrites",
  "chain-of-thought",
  "none",
  "custom",
] as const;
export const editFormatSchema = z.enum(EDIT_FORMATS);
export type EditFormat = z.infer<typeof editFormatSchema>;

/** Everything that a run of this task can be set to; ranges are enforced here and shown by the page. */
export const knowledgeSettingsSchema = z.object({
  seed: z.int().check(z.minimum(0), z.maximum(4294967295)),
  /** Self-edits to write, train and test side by side; they differ by the draw alone. */
  edits: z._default(z.int().check(z.minimum(1), z.maximum(4)), 1),
  format: editFormatSchema,
  /** The instruction, where format is "custom". */
  customPrompt: z.string().check(z.maxLength(2000)),
  /** Worked examples (another passage with its edit) shown to the writer before the passage. */
  demonstrations: z.int().check(z.minimum(0), z.maximum(2)),
  /** Texts sampled from the writer, decoded together and joined into one edit; repeats are dropped. */
  editSamples: z.int().check(z.minimum(1), z.maximum(8)),
  temperature: z.number().check(z.minimum(0), z.maximum(2)),
  topP: z.number().check(z.gt(0), z.maximum(1)),
  maxEditTokens: z.int().check(z.minimum(16), z.maximum(2048)),
  /** SEAL v2 caps the pieces at 30. */
  maxPieces: z.int().check(z.minimum(1), z.maximum(100)),
  /** What a piece is: a line, as in the paper, or a sentence of one. */
  cut: z._default(z.enum(["lines", "sentences"]), "lines"),
  /** "grounded" drops pieces with names, numbers or answers that do not stand in the passage. */
  keep: z.enum(["all", "grounded"]),
  /** Train on each sentence of the passage as well as on the whole; for the passage-only control too. */
  passageSentences: z.boolean(),
  ...adapterSettingsSchema.shape,
  learningRate: z.number().check(z.gt(0), z.maximum(1)),
  /**
   * What sets the optimiser steps, the same for every trained condition: "epochs" over the self-edit, or a fixed
   * number of "steps" (`maxSteps`), so that a longer edit is not trained longer.
   */
  budget: z._default(z.enum(["epochs", "steps"]), "epochs"),
  /** Passes over the self-edit's training sequences, where the budget is in epochs. */
  epochs: z.int().check(z.minimum(1), z.maximum(200)),
  /** No run trains longer than this many optimiser steps, however long its edit. */
  maxSteps: z.int().check(z.minimum(1), z.maximum(2000)),
  batchSize: z.int().check(z.minimum(1), z.maximum(64)),
  /** "all": every token of a sequence counts; "answer": only the answer of question–answer pieces. */
  lossOn: z.enum(["all", "answer"]),
  maxAnswerTokens: z.int().check(z.minimum(1), z.maximum(256)),
});
export type KnowledgeSettings = z.infer<typeof knowledgeSettingsSchema>;

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
  targets: [...ADAPTER_TARGETS],
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

/** Tuned on passages that no figure is reported on (docs/embedded-model.md). */
const READER_SETTINGS: KnowledgeSettings = {
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

export const KNOWLEDGE_PRESETS: readonly Preset<KnowledgeSettings>[] = [
  {
    id: "default",
    version: 2,
    label: "Small model",
    help: "What worked best here for models of some hundred million parameters.",
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
    version: 1,
    label: "Embedded reader",
    help: "For the small model that comes with the page.",
    settings: READER_SETTINGS,
  },
];

/** What links made earlier may name: a preset never changes under its version. */
export const RETIRED_PRESETS: readonly Preset<KnowledgeSettings>[] = [
  { ...KNOWLEDGE_PRESETS[0]!, version: 1, settings: FIRST_SETTINGS },
];

export const knowledgeMetadata: TaskMetadata<KnowledgeSettings> = {
  id: "knowledge",
  label: "Passages",
  description:
    "The model reads a passage, writes its own training data about it, and answers questions closed book.",
  controls: [...WRITING_CONTROLS, ...TRAINING_CONTROLS],
  presets: KNOWLEDGE_PRESETS,
};
