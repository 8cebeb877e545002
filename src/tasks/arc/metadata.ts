import { ADAPTER_TARGETS, adapterSettingsSchema } from "../../protocol/adapterSettings.ts";
import { z } from "../../protocol/zod.ts";
import { LORA_CONTROLS, OPTIMIZER_CONTROLS } from "../adapterControls.ts";
import type { Control, Preset, TaskMetadata } from "../metadata.ts";
import { editFault, formatSelfEdit, type SelfEdit } from "./selfEdit.ts";

/** How many ways a question is looked at; the answers vote. */
export const VIEW_CHOICES = ["one", "five", "eight"] as const;

/** Everything that a run of this task can be set to; ranges are enforced here and shown by the page. */
export const arcSettingsSchema = z.object({
  seed: z.int().check(z.minimum(0), z.maximum(4294967295)),
  temperature: z.number().check(z.minimum(0), z.maximum(2)),
  topP: z.number().check(z.gt(0), z.maximum(1)),
  ...adapterSettingsSchema.shape,
  views: z.enum(VIEW_CHOICES),
  /** The edit of the control "best fixed edit", as JSON. */
  fixedEdit: z.string().check(z.maxLength(4000), (payload) => {
    const message = editFault(payload.value);
    if (message !== null) payload.issues.push({ code: "custom", input: payload.value, message });
  }),
});
export type ArcSettings = z.infer<typeof arcSettingsSchema>;

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

const DEFAULT_SETTINGS: ArcSettings = {
  seed: 1,
  temperature: 1,
  topP: 1,
  loraRank: 16,
  loraAlpha: 32,
  targets: [...ADAPTER_TARGETS],
  schedule: "linear",
  warmupSteps: 5,
  weightDecay: 0,
  maxGradNorm: 1,
  views: "five",
  fixedEdit: formatSelfEdit(FIXED_EDIT),
};

/** [paper], few-shot learning: LoRA r 128, α 16 on queries, values and the feed-forward block; cosine, 11 warm-up steps. */
const PAPER_SETTINGS: ArcSettings = {
  ...DEFAULT_SETTINGS,
  loraRank: 128,
  loraAlpha: 16,
  targets: ["q_proj", "v_proj", "gate_proj", "down_proj", "up_proj"],
  schedule: "cosine",
  warmupSteps: 11,
};

const number = { kind: "number", level: "advanced", integer: false, scale: "linear" } as const;
const CONTROLS: readonly Control[] = [
  {
    ...number,
    key: "seed",
    label: "Seed",
    help: "Every random choice of the run follows from it.",
    level: "basic",
    group: "Run",
    min: 0,
    max: 4294967295,
    step: 1,
    integer: true,
  },
  {
    ...number,
    key: "temperature",
    label: "Temperature",
    help: "How freely the self-edit is drawn; 0 takes the likeliest choices.",
    level: "basic",
    group: "Self-edit",
    min: 0,
    max: 2,
    step: 0.1,
  },
  {
    ...number,
    key: "topP",
    label: "Top-p",
    help: "Draws from the likeliest choices that together have this probability.",
    group: "Self-edit",
    min: 0.01,
    max: 1,
    step: 0.01,
  },
  {
    kind: "text",
    key: "fixedEdit",
    label: "Fixed edit",
    help: "The one edit for all puzzles that the self-edit is compared with.",
    level: "advanced",
    group: "Self-edit",
    maxLength: 4000,
  },
  ...LORA_CONTROLS,
  ...OPTIMIZER_CONTROLS,
  {
    kind: "choice",
    key: "views",
    label: "Views",
    help: "In how many ways each question is turned and mirrored; the answers are turned back and vote.",
    level: "basic",
    group: "Test",
    options: [
      { value: "one", label: "One", help: "As it is: fastest." },
      { value: "five", label: "Five", help: "As many as the paper." },
      { value: "eight", label: "Eight", help: "All turns and mirror images." },
    ],
  },
];

export const ARC_PRESETS: readonly Preset<ArcSettings>[] = [
  {
    id: "default",
    version: 1,
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

export const arcMetadata: TaskMetadata<ArcSettings> = {
  id: "arc",
  label: "Puzzles",
  description:
    "The model reads a puzzle's demonstrations, chooses how to train on them, and answers by vote.",
  controls: CONTROLS,
  presets: ARC_PRESETS,
};
