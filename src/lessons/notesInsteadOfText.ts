import type { Lesson } from "./lesson.ts";
import { IN_THIS_TAB, PAPER_2 } from "./needs.ts";

export const notesInsteadOfText: Lesson = {
  id: "notes-instead-of-text",
  title: "Notes instead of text",
  aims: [
    "Say what a self-edit is, and name formats it can have.",
    "Explain why training on a sentence does not teach its reverse.",
    "Write notes that teach more than the passage does.",
  ],
  minutes: 15,
  needs: IN_THIS_TAB,
  steps: [
    {
      id: "the-self-edit",
      title: "The model writes",
      view: "edit",
      panel: "write",
      text:
        "Asked for notes about the passage, the model writes a [[self-edit]]: the text it will be trained on. " +
        "Nobody corrects it. In the world of the embedded reader the truth is known, so that every line is marked: true, false, or saying nothing.",
      action: {
        kind: "reach",
        station: "write",
        recording: "passage",
        say: "Press “Step by step”, and continue until the notes are written.",
      },
    },
    {
      id: "not-the-passage",
      title: "Why not train on the passage itself?",
      view: "edit",
      panel: "write",
      text:
        "A passage says each thing once, in one direction. A model that is trained on “Venta wrote Iron Crown” learns to go on after “Venta wrote”, " +
        "but asked “Who wrote Iron Crown?” it is as lost as before: the [[reversal curse]]. Notes can say it the other way round, as a question, or with what follows from it.",
      question: {
        ask: "Which line teaches the most for the question “Who wrote Iron Crown?”",
        options: [
          {
            text: "Venta wrote Iron Crown.",
            right: false,
            why: "It leads from the person to the book. The question goes from the book to the person.",
          },
          {
            text: "Question: Who wrote Iron Crown? Answer: Venta.",
            right: true,
            why: "It goes in the direction of the question and has its form.",
          },
          {
            text: "Venta is well known in town.",
            right: false,
            why: "It may be true, and it says nothing about the book: a step of training spent on nothing.",
          },
        ],
      },
    },
    {
      id: "formats",
      title: "Forms of notes",
      view: "edit",
      panel: "settings",
      text:
        "The [[edit format]] is what the model is asked for: implications of the passage, a rewriting, questions with answers, thinking first, or no instruction at all. " +
        "The paper tried all of these, and taught the writer two rounds with each. The embedded reader writes a mixture of its own; a real language model can be asked for any.",
      figure: {
        caption: "Right answers at seven billion parameters, by format: untaught, and after two rounds",
        source: PAPER_2,
        rows: [
          { label: "Implications, untaught", share: 0.397 },
          { label: "Implications, two rounds", share: 0.47 },
          { label: "Rewriting, untaught", share: 0.494 },
          { label: "Rewriting, two rounds", share: 0.556 },
          { label: "Questions and answers, untaught", share: 0.373 },
          { label: "Questions and answers, two rounds", share: 0.487 },
          { label: "No instruction, untaught", share: 0.138 },
          { label: "No instruction, two rounds", share: 0.189 },
        ],
      },
      luck: "The standard error of one such figure is about two points. Rewriting above implications is no luck; implications above questions may be.",
    },
    {
      id: "write-a-better-one",
      title: "Write a better one",
      view: "edit",
      panel: "write",
      text:
        "Now it is your turn. Change the notes: strike what says nothing or is false, add what is missing, turn facts round. Then go on. " +
        "Every condition of the run is then trained with the same number of steps, yours too.",
      action: {
        kind: "edit-note",
        say: "Run step by step, change at least one line when the notes are written, and continue to the end.",
      },
      question: {
        ask: "You add ten more true lines. The number of training steps stays the same. What happens?",
        options: [
          {
            text: "It learns everything better: more data is better.",
            right: false,
            why: "With the same number of steps each line is seen less often. More lines dilute.",
          },
          {
            text: "Each line gets fewer repetitions; whether it pays depends on what the lines cover.",
            right: true,
            why: "Steps are the budget. A short, complete set of notes spends it best.",
          },
          {
            text: "Nothing: the model has read the passage anyway.",
            right: false,
            why: "Only what is trained on changes the weights, and the passage is out of sight when it is asked.",
          },
        ],
      },
      luck: "One run of yours against one of the model's is one draw each. Repeat with other seeds before you claim to write better notes than it does.",
    },
  ],
  discussion: [
    "When you take notes for an exam, do you copy sentences or turn them into questions? Why?",
    "The model is trained on what it wrote itself. How can that teach it anything it did not know while writing?",
  ],
};
