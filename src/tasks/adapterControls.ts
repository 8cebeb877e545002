import type { Control, NumberControl, Option } from "./metadata.ts";

const TARGETS: readonly Option[] = [
  { value: "q_proj", label: "Query", help: "What a token looks for." },
  { value: "k_proj", label: "Key", help: "What a token offers to be found by." },
  { value: "v_proj", label: "Value", help: "What a token passes on." },
  { value: "o_proj", label: "Attention output", help: "How attention writes back." },
  { value: "gate_proj", label: "Gate", help: "Which features of the feed-forward block open." },
  { value: "up_proj", label: "Up", help: "Into the feed-forward block." },
  { value: "down_proj", label: "Down", help: "Out of the feed-forward block." },
];

/** Controls of `adapterSettingsSchema`: the adapter. */
export const LORA_CONTROLS: readonly Control[] = [
  {
    kind: "number",
    key: "loraRank",
    label: "LoRA rank",
    help: "How much the adapter can hold.",
    level: "advanced",
    group: "Fine-tuning",
    min: 1,
    max: 128,
    step: 1,
    integer: true,
    scale: "log",
  },
  {
    kind: "number",
    key: "loraAlpha",
    label: "LoRA alpha",
    help: "How strongly the adapter acts; it is scaled by alpha / rank.",
    level: "advanced",
    group: "Fine-tuning",
    min: 1,
    max: 256,
    step: 1,
    integer: false,
    scale: "log",
  },
  {
    kind: "choices",
    key: "targets",
    label: "Layers",
    help: "Which matrices of each block get an adapter.",
    level: "advanced",
    group: "Fine-tuning",
    options: TARGETS,
  },
];

/** Controls of `adapterSettingsSchema`: how it is trained. */
export const OPTIMIZER_CONTROLS: readonly Control[] = [
  {
    kind: "choice",
    key: "schedule",
    label: "Schedule",
    help: "How the learning rate changes over the steps.",
    level: "advanced",
    group: "Fine-tuning",
    options: [
      { value: "constant", label: "Constant", help: "The same throughout." },
      { value: "cosine", label: "Cosine", help: "Falls to zero along half a cosine wave." },
      { value: "linear", label: "Linear", help: "Falls to zero in a straight line." },
    ],
  },
  {
    kind: "number",
    key: "warmupSteps",
    label: "Warm-up steps",
    help: "The learning rate rises from zero over these.",
    level: "advanced",
    group: "Fine-tuning",
    min: 0,
    max: 100,
    step: 1,
    integer: true,
    scale: "linear",
  },
  {
    kind: "number",
    key: "weightDecay",
    label: "Weight decay",
    help: "Pulls the adapter towards zero at each step.",
    level: "advanced",
    group: "Fine-tuning",
    min: 0,
    max: 1,
    step: 0.01,
    integer: false,
    scale: "linear",
  },
  {
    kind: "number",
    key: "maxGradNorm",
    label: "Gradient clipping",
    help: "Longest gradient allowed; 0 = off.",
    level: "advanced",
    group: "Fine-tuning",
    min: 0,
    max: 10,
    step: 0.1,
    integer: false,
    scale: "linear",
  },
];

export const LEARNING_RATE_CONTROL: NumberControl = {
  kind: "number",
  key: "learningRate",
  label: "Learning rate",
  help: "Size of each step; too high and the loss explodes.",
  level: "advanced",
  group: "Fine-tuning",
  min: 1e-5,
  max: 0.03,
  step: 1e-5,
  integer: false,
  scale: "log",
};

export const BATCH_SIZE_CONTROL: NumberControl = {
  kind: "number",
  key: "batchSize",
  label: "Batch size",
  help: "Training sequences per optimiser step.",
  level: "advanced",
  group: "Fine-tuning",
  min: 1,
  max: 16,
  step: 1,
  integer: true,
  scale: "linear",
};
