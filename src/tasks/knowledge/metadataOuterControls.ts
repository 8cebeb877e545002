import type { Control } from "../metadata.ts";
import { TRAINING_CONTROLS } from "./metadataTrainingControls.ts";

const whole = { kind: "number", step: 1, integer: true } as const;

/** The rounds themselves. */
export const OUTER_CONTROLS: readonly Control[] = [
  {
    ...whole,
    key: "rounds",
    label: "Rounds",
    help: "How often the writer is trained on the kept edits; 0 only measures it.",
    level: "basic",
    group: "Rounds",
    min: 0,
    max: 20,
    scale: "linear",
  },
  {
    ...whole,
    key: "contextsPerRound",
    label: "Passages a round",
    help: "Passages to write edits for in each round.",
    level: "basic",
    group: "Rounds",
    min: 1,
    max: 1000,
    scale: "log",
  },
  {
    ...whole,
    key: "samples",
    label: "Edits each",
    help: "Edits written for each passage, to choose from.",
    level: "basic",
    group: "Rounds",
    min: 1,
    max: 32,
    scale: "linear",
  },
  {
    kind: "choice",
    key: "reward",
    label: "Reward",
    help: "Which edit of a passage counts as the best. All but accuracy are controls.",
    level: "basic",
    group: "Rounds",
    options: [
      { value: "accuracy", label: "Accuracy", help: "SEAL's: right answers after training on the edit." },
      { value: "random", label: "Random (control)", help: "A number drawn by chance." },
      { value: "length", label: "Longest edit (control)", help: "The number of characters." },
    ],
  },
  {
    kind: "choice",
    key: "keep",
    label: "Kept edits",
    help: "Which edits of a passage the writer is trained on.",
    level: "basic",
    group: "Rounds",
    options: [
      { value: "best", label: "The best one", help: "SEAL's for passages: the one with the highest reward." },
      {
        value: "solving",
        label: "All that solve",
        help: "SEAL's for puzzles: every edit after which all answers are right.",
      },
      { value: "all", label: "All (control)", help: "Fine-tuning without selection." },
    ],
  },
  {
    ...whole,
    key: "seed",
    label: "Seed",
    help: "Every random choice of the rounds follows from it, the training passages too.",
    level: "basic",
    group: "Rounds",
    min: 0,
    max: 4294967295,
    scale: "linear",
  },
  {
    ...whole,
    key: "heldOut",
    label: "Held-out passages",
    help: "Passages that no writer is trained on, to measure each round.",
    level: "advanced",
    group: "Rounds",
    min: 1,
    max: 1000,
    scale: "log",
  },
  {
    ...whole,
    key: "heldOutSamples",
    label: "Edits each, held out",
    help: "Edits written for each held-out passage in every round.",
    level: "advanced",
    group: "Rounds",
    min: 1,
    max: 32,
    scale: "linear",
  },
  {
    ...whole,
    key: "innerRuns",
    label: "Trials of an edit",
    help: "Inner loops an edit is judged by, each from another random adapter.",
    level: "advanced",
    group: "Rounds",
    min: 1,
    max: 10,
    scale: "linear",
  },
];

const WRITER_KEYS = [
  "loraRank",
  "loraAlpha",
  "targets",
  "learningRate",
  "epochs",
  "batchSize",
  "schedule",
  "warmupSteps",
  "weightDecay",
  "maxGradNorm",
];

/** The writer's own fine-tuning: the same knobs as the inner loop's. */
export const WRITER_CONTROLS: readonly Control[] = TRAINING_CONTROLS.filter(({ key }) =>
  WRITER_KEYS.includes(key),
).map((control) => ({
  ...control,
  group: "Training of the writer",
  ...(control.key === "epochs" ? { help: "Passes over the kept edits.", max: 100 } : {}),
}));
