import type { Piece, Station } from "../../../protocol/run.ts";
import type { Row } from "../../../runs/edit/state.ts";
import { formatPercent, plural } from "../../../ui/primitives/format.ts";
import type { RowText, StationText, TaskText } from "../../page/taskPage.ts";
import { depthHelp } from "./world/depthText.ts";

const STATIONS: Record<Station, StationText> = {
  read: {
    name: "Read",
    short: "Read",
    ahead: "The model is asked before it has learned anything: once without the passage, once with it.",
    why:
      "These answers are the two ends of the scale. Without the passage the model can only guess: whatever is right " +
      "later must have been learned here. With the passage in front of it, it shows the best it could do if it " +
      "remembered everything.",
    next: "Continue: write the notes",
  },
  write: {
    name: "Write self-edit",
    short: "Write",
    ahead: "The model writes notes about the passage: its own training data.",
    why:
      "Nobody labels anything here. The model turns the passage into statements, or questions and answers, that say " +
      "the same things in more ways, because a fact that was seen from one side only is hard to recall from another. " +
      "Before they are trained on, you may correct the notes, drop some, or write better ones.",
    next: "Continue: train on these notes",
  },
  train: {
    name: "Fine-tune",
    short: "Train",
    ahead:
      "A small adapter (LoRA) is trained on the notes; another one, for comparison, on the passage alone.",
    why:
      "The model's own weights stay frozen; only a small adapter beside them learns. Training on the passage alone " +
      "gets exactly as many optimiser steps as training on the notes, so a difference between the two comes from what " +
      "was trained on and not from how long.",
    next: "Continue: test again",
  },
  test: {
    name: "Test",
    short: "Test",
    ahead: "The same questions again, closed book: the passage is not in the prompt.",
    why:
      "The passage is gone. The model sees only the title and the question, so a right answer can come only from what " +
      "the adapter stored. Each answer is compared with the accepted ones, by rule: the same words, whatever the case, " +
      "the articles and the punctuation.",
    next: "Continue: the reward",
  },
  reward: {
    name: "Reward",
    short: "Reward",
    ahead: "How much did the notes teach, against every control?",
    why:
      "The share of right answers after the self-edit is its reward. SEAL's outer loop, which comes next in the paper, " +
      "samples many self-edits, keeps those with the highest reward, and trains the model to write more like them.",
    next: "Finish",
  },
};

const ROWS: Partial<Record<Row, RowText>> = {
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
};

function rowText(row: Row): RowText {
  const another = {
    label: row.replace("self-edit", "Self-edit"),
    help: "Another draw of its notes, trained in the same way.",
  };
  return ROWS[row] ?? another;
}

export const passageText: TaskText = {
  question: "Can a language model teach itself by writing its own notes?",
  intro:
    "It reads a passage, writes notes about it, fine-tunes itself on them in this tab, and is then asked again, without the passage.",
  lesson: "it-does-not-know/closed-book",
  guess: "Your guess: will its own notes help?",
  stations: STATIONS,
  row: rowText,
  writing: "Writing its notes…",
  // Questions are decoded together, so for a long while none of them is done.
  answering: (total, name) => `Answering ${plural(total, "question")} at once (${name})…`,
  before: ({ correct, total }) => `${correct} of ${total} right before`,
  pieces: keptNotes,
  changedByUser: "You changed these notes.",
  kinds: { caption: "Right answers by depth of the question", help: depthHelp },
  scores: { exactMatch: "Exact match", containsGold: "Contains answer", f1: "Token F1" },
  keepAdapter: "Keep this adapter",
  outcome: ({ correct, total }) => `${formatPercent(correct / total)} right`,
};

function keptNotes(pieces: readonly Piece[]): string {
  const kept = pieces.filter((piece) => piece.kept).length;
  const dropped = pieces.length - kept;
  return `${plural(kept, "note")} kept${dropped > 0 ? `, ${dropped} dropped` : ""}`;
}
