import type { Lesson } from "./lesson.ts";
import { IN_THIS_TAB } from "./needs.ts";

export const innerLoop: Lesson = {
  id: "the-inner-loop",
  title: "The inner loop: training on notes",
  aims: [
    "Say what a LoRA adapter changes and what it leaves alone.",
    "Read a loss curve, and say what it does not tell.",
    "Explain why conditions are compared at equal steps.",
  ],
  minutes: 15,
  needs: IN_THIS_TAB,
  steps: [
    {
      id: "adapter",
      title: "A small change beside frozen weights",
      view: "edit",
      panel: "train",
      text:
        "The weights of the model stay [[frozen]]. Beside each of its matrices two thin ones are trained, whose product is added: a [[LoRA adapter]]. " +
        "At [[rank]] 8 the embedded reader's adapter has 102,400 numbers beside 1.4 million. After the run it is put away, so that the next edit begins from the same model.",
    },
    {
      id: "one-step",
      title: "One step in slow motion",
      view: "edit",
      panel: "train",
      text:
        "A [[training step]] has four parts. Forward: the model reads a few lines and gives a probability to each next [[token]]. " +
        "Loss: how surprised it was, on average. Backward: for every number of the adapter, in which direction the loss falls. " +
        "Update: the [[optimiser]] moves each number a little that way.",
      action: {
        kind: "reach",
        station: "train",
        recording: "passage",
        say: "Run step by step up to “Fine-tune”, and watch the curve grow point by point.",
      },
      slowMotion: true,
    },
    {
      id: "loss",
      title: "A falling loss is not yet knowledge",
      view: "edit",
      panel: "train",
      text:
        "The [[loss]] says how well the model predicts its own notes. It falls for false notes as it does for true ones. " +
        "Whether anything was learned is asked afterwards, by questions that are not in the notes.",
      question: {
        ask: "Two edits end at the same loss. One is vague, one complete. What do you expect of the answers?",
        options: [
          {
            text: "The same accuracy.",
            right: false,
            why: "The loss measures the fit to the notes, not what the notes are worth.",
          },
          {
            text: "The complete one answers more.",
            right: true,
            why: "What the notes do not say cannot be learned from them, whatever the loss.",
          },
          {
            text: "The vague one: it is easier to learn.",
            right: false,
            why: "Easily learned, and of no use for the questions.",
          },
        ],
      },
    },
    {
      id: "equal-steps",
      title: "Why equal steps",
      view: "edit",
      panel: "reward",
      text:
        "Longer notes would mean longer training, and longer training alone can change the answers. So every condition gets the same number of optimiser steps: " +
        "the passage alone, the notes, another passage's notes, perfect notes. What differs between the rows is the data and nothing else.",
      action: {
        kind: "run",
        recording: "passage",
        say: "Continue to the end, and look for the number of steps under the accuracies.",
      },
      luck: "Even at equal steps two trainings of the same notes with other seeds differ by a question or two. The interval beside each row is about the questions; only more seeds tell about the training.",
    },
  ],
  discussion: [
    "What would be lost if the adapter were merged into the model after each passage? (Lesson 7 tries it.)",
    "The adapter has one number for every fourteen of the model. What might not fit into it?",
  ],
};
