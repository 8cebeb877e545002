import type { Lesson } from "./lesson.ts";
import { IN_THIS_TAB, RESULTS } from "./needs.ts";

export const puzzles: Lesson = {
  id: "puzzles",
  title: "Puzzles: the edit is a configuration",
  aims: [
    "Say what test-time training on demonstrations is.",
    "Explain how a false symmetry poisons training.",
  ],
  minutes: 15,
  needs: IN_THIS_TAB,
  steps: [
    {
      id: "a-puzzle",
      title: "A rule in a few examples",
      view: "puzzles",
      panel: "read",
      text:
        "An [[ARC puzzle]] shows a few grids before and after an unknown rule, and one more before it. Find the rule first yourself. " +
        "The grid model reads the same demonstrations and draws its answer cell by cell.",
      question: {
        ask: "The answer has one wrong cell of 25. How does it count?",
        options: [
          {
            text: "As 96 %.",
            right: false,
            why: "A grid that is nearly right shows that the rule was not found, and counts as wrong.",
          },
          {
            text: "As not solved.",
            right: true,
            why: "Only an exact grid counts. Two attempts are allowed.",
          },
          { text: "As half.", right: false, why: "There is no partial credit in ARC." },
        ],
      },
    },
    {
      id: "configuration",
      title: "What the model writes here",
      view: "puzzles",
      panel: "write",
      text:
        "For a puzzle the self-edit is no prose. It is a [[configuration]]: which copies of the demonstrations to train on (turned, mirrored, recoloured), on which tokens, at which rate, how long. " +
        "From the demonstrations alone, each held out in turn, a training set is made by it.",
      action: {
        kind: "run",
        recording: "puzzle",
        say: "Press “Run all”, and open the examples that were trained on.",
      },
    },
    {
      id: "false-symmetry",
      title: "A false symmetry poisons",
      view: "puzzles",
      panel: "train",
      text:
        "To turn each pair by itself claims: the rule does not care which way is up. For “everything falls down” that is false, and the turned pairs teach a rule that contradicts the others. " +
        "The choice of copies is a statement about the rule.",
      question: {
        ask: "Which copies are safe for a puzzle whose rule is “the blue cells fall down”?",
        options: [
          {
            text: "Turned by 90°.",
            right: false,
            why: "In the turned pair the cells fall sideways: it teaches another rule.",
          },
          {
            text: "Mirrored left and right.",
            right: true,
            why: "Falling down looks the same in a mirror that swaps left and right.",
          },
          { text: "Mirrored top and bottom.", right: false, why: "There the cells rise." },
        ],
      },
      figure: {
        caption: "Solved of 100 puzzles of kinds that the model never saw",
        source: RESULTS,
        rows: [
          { label: "Before any training", share: 0.15, interval: [0.09, 0.23], count: "15 of 100" },
          { label: "Random valid edit", share: 0.29, interval: [0.21, 0.38], count: "29 of 100" },
          { label: "Its own edit, untaught", share: 0.36, interval: [0.27, 0.46], count: "36 of 100" },
          { label: "Best fixed edit", share: 0.61, interval: [0.51, 0.7], count: "61 of 100" },
        ],
      },
      luck: "One puzzle is solved or it is not. What an edit is worth is told by a set: of own edits that named a false symmetry 18 of 59 solved, of those that named true ones only 15 of 32, and even these intervals touch.",
    },
  ],
  discussion: [
    "A fixed configuration may do as well as one chosen for each puzzle. When would choosing pay?",
    "A person solves such puzzles without training on them for seconds. What do you do instead?",
  ],
};
