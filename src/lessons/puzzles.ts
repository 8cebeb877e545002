import type { Lesson } from "./lesson.ts";

export const puzzles: Lesson = {
  id: "puzzles",
  title: "Puzzles: the edit is a configuration",
  aims: [
    "Say what test-time training on demonstrations is.",
    "Explain how a false symmetry poisons training.",
  ],
  minutes: 15,
  needs: "",
  steps: [
    {
      id: "a-puzzle",
      title: "A rule in a few examples",
      view: "puzzles",
      panel: "context",
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
      panel: "self-edit",
      text:
        "For a puzzle the self-edit is no prose. It is a [[configuration]]: which copies of the demonstrations to train on (turned, mirrored, recoloured), on which tokens, at which rate, how long. " +
        "From the demonstrations alone, each held out in turn, a training set is made by it.",
      action: { kind: "run", say: "Run the puzzle, and open the examples that were trained on." },
    },
    {
      id: "false-symmetry",
      title: "A false symmetry poisons",
      view: "puzzles",
      panel: "self-edit",
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
      luck: "One puzzle is solved or it is not. What an edit is worth is told by a set: run ten fresh ones of a kind, and read the interval.",
    },
  ],
  discussion: [
    "A fixed configuration may do as well as one chosen for each puzzle. When would choosing pay?",
    "A person solves such puzzles without training on them for seconds. What do you do instead?",
  ],
};
