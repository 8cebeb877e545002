import { LINEAR_NAMES, LORA_FIELDS, OPTIMIZER_FIELDS } from "../../protocol/adapterSettings.ts";
import { choice, real, type SettingsOf, schemaOf, seed, text } from "../../protocol/fields.ts";
import type { Preset } from "../metadata.ts";
import { editFault, formatSelfEdit, type SelfEdit } from "./selfEdit.ts";

/** Everything that a run of this task can be set to, in the order in which the page shows it. */
export const ARC_FIELDS = {
  seed: seed({ group: "Run", help: "Every random choice of the run follows from it." }),
  temperature: real({
    label: "Temperature",
    help: "How freely the self-edit is drawn; 0 takes the likeliest choices.",
    level: "basic",
    group: "Self-edit",
    min: 0,
    max: 2,
    step: 0.1,
    scale: "linear",
  }),
  topP: real({
    label: "Top-p",
    help: "Draws from the likeliest choices that together have this probability.",
    level: "advanced",
    group: "Self-edit",
    min: 0,
    max: 1,
    step: 0.01,
    scale: "linear",
  }),
  fixedEdit: text(
    {
      label: "Fixed edit",
      help: "The one edit for all puzzles that the self-edit is compared with.",
      level: "advanced",
      group: "Self-edit",
      maxLength: 4000,
    },
    editFault,
  ),
  ...LORA_FIELDS,
  ...OPTIMIZER_FIELDS,
  /** How many ways a question is looked at; the answers vote. */
  views: choice({
    label: "Views",
    help: "In how many ways each question is turned and mirrored; the answers are turned back and vote.",
    level: "basic",
    group: "Test",
    options: [
      { value: "one", label: "One", help: "As it is: fastest." },
      { value: "five", label: "Five", help: "As many as the paper." },
      { value: "eight", label: "Eight", help: "All turns and mirror images." },
    ],
  }),
};
export const arcSettingsSchema = schemaOf(ARC_FIELDS);
export type ArcSettings = SettingsOf<typeof ARC_FIELDS>;

/** The edit for all puzzles alike, chosen on puzzles of the outer families (docs/results.md). */
export const FIXED_EDIT: SelfEdit = {
  data_generation: {
    use_basic_augmentations: true,
    use_size_augmentations: false,
    use_chain_augmentations: false,
    use_repeat_augmentations: false,
    pair_symmetries: [],
  },
  training: { strategy: "train_using_output_tokens", learning_rate: 3e-3, num_train_epochs: 2 },
};

/** The default's first version, from which the presets below are told by what differs. */
const FIRST_SETTINGS: ArcSettings = {
  seed: 1,
  temperature: 1,
  topP: 1,
  loraRank: 16,
  loraAlpha: 32,
  targets: [...LINEAR_NAMES],
  schedule: "linear",
  warmupSteps: 5,
  weightDecay: 0,
  maxGradNorm: 1,
  views: "five",
  fixedEdit: formatSelfEdit(FIXED_EDIT),
};

/**
 * A writer that was taught puts its choices first, and slips of form far behind: so cool, hardly any slip is drawn. One that was
 * not has hardly a favourite, and draws from the whole menu all the same.
 */
const DEFAULT_SETTINGS: ArcSettings = { ...FIRST_SETTINGS, temperature: 0.3 };

/** [paper], few-shot learning: LoRA r 128, α 16 on queries, values and the feed-forward block; cosine, 11 warm-up steps. */
const PAPER_SETTINGS: ArcSettings = {
  ...FIRST_SETTINGS,
  loraRank: 128,
  loraAlpha: 16,
  targets: ["q_proj", "v_proj", "gate_proj", "down_proj", "up_proj"],
  schedule: "cosine",
  warmupSteps: 11,
};

export const ARC_PRESETS: readonly Preset<ArcSettings>[] = [
  {
    id: "default",
    version: 2,
    label: "Grid model",
    help: "For the small grid model that comes with the page.",
    settings: DEFAULT_SETTINGS,
  },
  {
    id: "paper",
    version: 1,
    label: "Paper",
    help: "SEAL's own settings, chosen for a model of one billion parameters.",
    settings: PAPER_SETTINGS,
  },
];

/** What links made earlier may name: a preset never changes under its version. */
export const RETIRED_PRESETS: readonly Preset<ArcSettings>[] = [
  { ...ARC_PRESETS[0]!, version: 1, settings: FIRST_SETTINGS },
];
