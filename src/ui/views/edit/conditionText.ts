import type { Condition } from "../../../protocol/run.ts";
import type { Row } from "../../../runs/edit/state.ts";

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
  oracle: {
    label: "Perfect notes",
    help: "Fine-tuned on true notes that cover every fact; no model wrote them. About the best that notes can do.",
  },
  "other-edit": {
    label: "Another's notes",
    help: "Fine-tuned on this passage with notes about another one: what notes do merely by their form.",
  },
  random: { label: "Random notes", help: "Fine-tuned on notes drawn at random." },
  "best-fixed": {
    label: "Best fixed edit",
    help: "Fine-tuned by one edit for all, the best on other puzzles.",
  },
  "best-of-5": { label: "Best of 5", help: "Fine-tuned by the best of five edits of its own." },
  "full-fine-tuning": {
    label: "All weights",
    help: "All weights are fine-tuned, in the place of an adapter.",
  },
};

export function rowLabel(row: Row): string {
  return isCondition(row) ? TEXTS[row].label : `Self-edit ${row.slice("self-edit ".length)}`;
}

export function rowHelp(row: Row): string {
  return isCondition(row) ? TEXTS[row].help : "Another draw of its notes, trained in the same way.";
}

function isCondition(row: Row): row is Condition {
  return Object.hasOwn(TEXTS, row);
}
