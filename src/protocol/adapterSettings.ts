import { choice, choices, real, whole } from "./fields.ts";

const fineTuning = { level: "advanced", group: "Fine-tuning" } as const;

/** The linear layers of a decoder block, by their names in Hugging Face's layout (PEFT's `target_modules`). */
const LINEAR_LAYERS = [
  { value: "q_proj", label: "Query", help: "What a token looks for." },
  { value: "k_proj", label: "Key", help: "What a token offers to be found by." },
  { value: "v_proj", label: "Value", help: "What a token passes on." },
  { value: "o_proj", label: "Attention output", help: "How attention writes back." },
  { value: "gate_proj", label: "Gate", help: "Which features of the feed-forward block open." },
  { value: "up_proj", label: "Up", help: "Into the feed-forward block." },
  { value: "down_proj", label: "Down", help: "Out of the feed-forward block." },
] as const;
export type LinearName = (typeof LINEAR_LAYERS)[number]["value"];
export const LINEAR_NAMES: readonly LinearName[] = LINEAR_LAYERS.map(({ value }) => value);

/** The adapter. */
export const LORA_FIELDS = {
  loraRank: whole({
    ...fineTuning,
    label: "LoRA rank",
    help: "How much the adapter can hold.",
    min: 1,
    max: 128,
    scale: "log",
  }),
  loraAlpha: real({
    ...fineTuning,
    label: "LoRA alpha",
    help: "How strongly the adapter acts; it is scaled by alpha / rank.",
    min: 1,
    max: 256,
    step: 1,
    scale: "log",
  }),
  targets: choices({
    ...fineTuning,
    label: "Layers",
    help: "Which matrices of each block get an adapter.",
    options: LINEAR_LAYERS,
  }),
};

/** How AdamW trains it. */
export const OPTIMIZER_FIELDS = {
  schedule: choice({
    ...fineTuning,
    label: "Schedule",
    help: "How the learning rate changes over the steps.",
    options: [
      { value: "constant", label: "Constant", help: "The same throughout." },
      { value: "cosine", label: "Cosine", help: "Falls to zero along half a cosine wave." },
      { value: "linear", label: "Linear", help: "Falls to zero in a straight line." },
    ],
  }),
  warmupSteps: whole({
    ...fineTuning,
    label: "Warm-up steps",
    help: "The learning rate rises from zero over these.",
    min: 0,
    max: 1000,
    scale: "linear",
  }),
  weightDecay: real({
    ...fineTuning,
    label: "Weight decay",
    help: "Pulls the adapter towards zero at each step.",
    min: 0,
    max: 1,
    step: 0.01,
    scale: "linear",
  }),
  maxGradNorm: real({
    ...fineTuning,
    label: "Gradient clipping",
    help: "Longest gradient allowed; 0 = off.",
    min: 0,
    max: 100,
    step: 0.1,
    scale: "linear",
  }),
};

export const LEARNING_RATE_FIELD = real({
  ...fineTuning,
  label: "Learning rate",
  help: "Size of each step; too high and the loss explodes.",
  min: 1e-7,
  max: 1,
  step: 1e-7,
  scale: "log",
});

export const BATCH_SIZE_FIELD = whole({
  ...fineTuning,
  label: "Batch size",
  help: "Training sequences per optimiser step.",
  min: 1,
  max: 64,
  scale: "log",
});

/** AdamW's, in every training of the loops. */
export const ADAMW = { beta1: 0.9, beta2: 0.999, eps: 1e-8 } as const;
