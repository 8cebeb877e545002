import { choice, real, seed, text, whole } from "../../protocol/fields.ts";
import { FORMAT_CHOICES } from "./formats/formatChoices.ts";

const basic = { level: "basic", group: "Writing" } as const;
const advanced = { level: "advanced", group: "Writing" } as const;

/** What the writer is asked and how it samples. */
export const WRITING_FIELDS = {
  format: choice({
    ...basic,
    label: "Edit format",
    help: "What the model is asked to write.",
    options: FORMAT_CHOICES,
  }),
  customPrompt: text({
    ...basic,
    label: "Your prompt",
    help: "The instruction; title and passage follow it.",
    maxLength: 2000,
    onlyWhen: { key: "format", value: "custom" },
  }),
  seed: seed({ group: "Writing", help: "Every random choice of the run follows from it." }),
  edits: whole({
    ...basic,
    label: "Edits",
    help: "How many self-edits are written, trained and tested side by side; each takes as long as the first.",
    min: 1,
    max: 4,
    scale: "linear",
    initial: 1,
  }),
  demonstrations: whole({
    ...advanced,
    label: "Worked examples",
    help: "Other passages with good edits, shown to the writer first; small models need one.",
    min: 0,
    max: 2,
    scale: "linear",
  }),
  editSamples: whole({
    ...advanced,
    label: "Samples",
    help: "How many texts are sampled and joined into one edit; repeats are dropped.",
    min: 1,
    max: 8,
    scale: "linear",
  }),
  temperature: real({
    ...advanced,
    label: "Temperature",
    help: "0 writes the likeliest text; higher values vary more.",
    min: 0,
    max: 2,
    step: 0.05,
    scale: "linear",
  }),
  topP: real({
    ...advanced,
    label: "Top-p",
    help: "Sample only from the likeliest tokens that make up this share; 0 leaves the likeliest one.",
    min: 0,
    max: 1,
    step: 0.05,
    scale: "linear",
  }),
  maxEditTokens: whole({
    ...advanced,
    label: "Longest edit (tokens)",
    help: "Writing stops here.",
    min: 16,
    max: 2048,
    step: 16,
    scale: "log",
  }),
  maxPieces: whole({
    ...advanced,
    label: "Most pieces",
    help: "Pieces beyond this number are dropped (30 in the paper's second version).",
    min: 1,
    max: 100,
    scale: "linear",
  }),
  cut: choice({
    ...advanced,
    label: "Pieces are",
    help: "What is trained on as one sequence; questions with their answers always stay together.",
    options: [
      { value: "lines", label: "Lines", help: "One line, one piece, as in the paper." },
      {
        value: "sentences",
        label: "Sentences",
        help: "Lines are cut at the ends of sentences; of a text that was cut off, only the last one is lost.",
      },
    ],
    initial: "lines",
  }),
  keep: choice({
    ...advanced,
    label: "Pieces kept",
    help: "Which of the model's lines are trained on before you change them.",
    options: [
      { value: "all", label: "All", help: "Everything usable, as in the paper." },
      {
        value: "grounded",
        label: "Grounded only",
        help: "Lines with names, numbers or answers that do not stand in the passage are dropped.",
      },
    ],
  }),
};
