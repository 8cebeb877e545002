import type { Station } from "../../../../protocol/run.ts";

/** What a station is called and says, whatever runs through it. */
export interface StationText {
  name: string;
  /** Short form where there is little room. */
  short: string;
  /** What happens here, before it has happened. */
  ahead: string;
  /** One paragraph for step-by-step mode: why this station exists. */
  why: string;
  /** The button that goes on. */
  next: string;
}

export const STATION_TEXTS: Record<Station, StationText> = {
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
