import {
  BATCH_SIZE_FIELD,
  LEARNING_RATE_FIELD,
  LORA_FIELDS,
  OPTIMIZER_FIELDS,
} from "../../protocol/adapterSettings.ts";
import { choice, toggle, whole } from "../../protocol/fields.ts";

const fineTuning = { level: "advanced", group: "Fine-tuning" } as const;

/** How an adapter is trained on the pieces, and how it is tested. */
export const TRAINING_FIELDS = {
  passageSentences: toggle({
    ...fineTuning,
    label: "Sentences too",
    help: "Also train on each sentence of the passage, in the passage-only control as well.",
  }),
  ...LORA_FIELDS,
  learningRate: LEARNING_RATE_FIELD,
  budget: choice({
    ...fineTuning,
    label: "Length of training",
    help: "What sets the number of optimiser steps; every condition gets the same.",
    options: [
      { value: "epochs", label: "Epochs", help: "So many passes over the self-edit." },
      { value: "steps", label: "Steps", help: "Always “Most steps”, however long the self-edit is." },
    ],
    initial: "epochs",
  }),
  epochs: whole({
    ...fineTuning,
    label: "Epochs",
    help: "Passes over the self-edit, where these set the length; passage only gets as many optimiser steps.",
    min: 1,
    max: 200,
    scale: "log",
  }),
  batchSize: BATCH_SIZE_FIELD,
  maxSteps: whole({
    ...fineTuning,
    label: "Most steps",
    help: "No condition trains for more optimiser steps than this.",
    min: 1,
    max: 2000,
    scale: "log",
  }),
  ...OPTIMIZER_FIELDS,
  lossOn: choice({
    ...fineTuning,
    label: "Loss on",
    help: "Which tokens of a question–answer piece are learned.",
    options: [
      { value: "all", label: "Question and answer", help: "All of its words, as in the paper." },
      { value: "answer", label: "Answer only", help: "The question is read, the answer is learned." },
    ],
  }),
  maxAnswerTokens: whole({
    level: "advanced",
    group: "Testing",
    label: "Longest answer (tokens)",
    help: "An answer is cut here (64 in the paper).",
    min: 1,
    max: 256,
    scale: "log",
  }),
};
