import type { Condition } from "../protocol/run.ts";

interface ConditionText {
  label: string;
  /** One sentence: what this row stands for. */
  help: string;
}

const TEXTS: Record<Condition, ConditionText> = {
  untouched: { label: "Untouched", help: "The model as it came, without the passage." },
  "in-context": {
    label: "Passage in the prompt",
    help: "Open book: it may look while it answers; nothing is trained.",
  },
  "passage-only": {
    label: "Passage only",
    help: "Fine-tuned on the passage as it stands, then asked without it.",
  },
  "self-edit": {
    label: "Self-edit",
    help: "Fine-tuned on the notes it wrote itself, then asked without the passage.",
  },
  oracle: { label: "Perfect notes", help: "Fine-tuned on the best notes that could be written." },
  "other-edit": { label: "Another passage's notes", help: "Fine-tuned on notes about something else." },
  random: { label: "Random notes", help: "Fine-tuned on notes drawn at random." },
};

export function conditionLabel(condition: Condition): string {
  return TEXTS[condition].label;
}

export function conditionHelp(condition: Condition): string {
  return TEXTS[condition].help;
}
