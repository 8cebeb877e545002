import type { Station } from "../../../protocol/run.ts";
import type { Row } from "../../../runs/edit/state.ts";
import type { RowText, StationText, TaskText } from "../../page/taskPage.ts";
import { editInWords } from "./stations/editWords.ts";

const STATIONS: Record<Station, StationText> = {
  read: {
    name: "Read",
    short: "Read",
    ahead: "The model reads all demonstrations and answers the test input before it has trained on anything.",
    why:
      "This is what it can do by looking alone. It answers the puzzle turned and mirrored in several ways; the answers " +
      "are turned back and vote, and the two that win are its two attempts, as ARC allows.",
    next: "Continue: write the self-edit",
  },
  write: {
    name: "Write self-edit",
    short: "Write",
    ahead:
      "The model writes a configuration: how to make training examples of the demonstrations, and how to train.",
    why:
      "The demonstrations are few, so more examples have to be made of them. Which changes leave the rule as it is? " +
      "Naming a symmetry asserts one: where it is false, the model trains on examples of another rule. You may change " +
      "the configuration before it is used.",
    next: "Continue: train by it",
  },
  train: {
    name: "Fine-tune",
    short: "Train",
    ahead: "A small adapter (LoRA) is trained on the examples; each control gets one of its own.",
    why:
      "Each demonstration in turn is the question, the others its context, as they are and changed as the self-edit " +
      "says. The test input's answer is never among them. The model's own weights stay as they are.",
    next: "Continue: test again",
  },
  test: {
    name: "Test",
    short: "Test",
    ahead: "The same test input again, in the same words and with the same vote.",
    why:
      "Only training has changed since the first answer. A puzzle counts as solved if one of the two attempts is right " +
      "in every cell, for every test input.",
    next: "Continue: the reward",
  },
  reward: {
    name: "Reward",
    short: "Reward",
    ahead: "Was the puzzle solved, and by which training?",
    why:
      "Solved or not is the self-edit's reward. SEAL's outer loop trains the model to write more of the edits that were " +
      "rewarded, over many puzzles; one puzzle alone says little.",
    next: "Finish",
  },
};

/** What stands for a row on the page. */
const ROWS: Partial<Record<Row, RowText>> = {
  untouched: { label: "Before", help: "The model as it came, with all demonstrations in the prompt." },
  "self-edit": { label: "Own edit", help: "Trained by the configuration that it wrote itself." },
  "best-fixed": { label: "Best fixed edit", help: "The same configuration for all puzzles." },
  random: {
    label: "Random valid edit",
    help: "Drawn evenly from all configurations that can be run on the puzzle.",
  },
  "best-of-5": {
    label: "Best of 5",
    help: "Of five edits of its own the one after which a demonstration that was held back is likeliest; takes longest.",
  },
  "full-fine-tuning": {
    label: "All weights",
    help: "The fixed edit, but all weights of the layers are trained, in the place of an adapter.",
  },
  oracle: {
    label: "Oracle",
    help: "The fixed edit with exactly the symmetries that the rule has; known for our own puzzles only.",
  },
};

export function puzzleRow(row: Row): RowText {
  return ROWS[row] ?? { label: row, help: "" };
}

export const puzzleText: TaskText = {
  question: "Can it teach itself a puzzle?",
  intro:
    "A few grids show a rule. The model makes itself training examples of them, trains, and answers the last grid again.",
  lesson: "puzzles/a-puzzle",
  guess: "Your guess: will its own edit help?",
  stations: STATIONS,
  row: puzzleRow,
  writing: "Writing its self-edit…",
  answering: (_, name) => `Answering in all views (${name})…`,
  before: ({ correct }) => (correct === 1 ? "solved at sight" : "not solved at sight"),
  changedByUser: "You changed this self-edit.",
  scores: { cells: "Cells right" },
  piece: editInWords,
  keepAdapter: "Keep the adapter of the self-edit",
  outcome: ({ correct, total }) =>
    total > 1 ? `Solved in ${correct} of ${total} trials` : correct === 1 ? "Solved" : "Not solved",
};
