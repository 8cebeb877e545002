import type { Lesson } from "./lesson.ts";
import { IN_THIS_TAB, PAPER, RESULTS } from "./needs.ts";

export const readingTheHeadlines: Lesson = {
  id: "reading-the-headlines",
  title: "Reading the headlines",
  aims: [
    "Set a popular claim against the figure behind it.",
    "Say what was measured at seven billion parameters, what here, and what nowhere.",
  ],
  minutes: 15,
  needs: IN_THIS_TAB,
  steps: [
    {
      id: "paper",
      title: "What the paper measured",
      view: "edit",
      panel: "reward",
      text:
        "On 200 passages and 974 questions a model of seven billion parameters answered a third untouched, and nearly half after two rounds of learning to write notes. " +
        "Notes by a much larger model, GPT-4.1, brought 46.3 %. The standard error of one such run is about two points.",
      figure: {
        caption: "Right answers, one passage at a time, Qwen2.5-7B",
        source: PAPER,
        rows: [
          { label: "Untouched", share: 0.327 },
          { label: "Passage only", share: 0.335 },
          { label: "Own notes, untaught", share: 0.397 },
          { label: "GPT-4.1's notes", share: 0.463 },
          { label: "Own notes, two rounds", share: 0.47 },
        ],
      },
      question: {
        ask: "“The model beat GPT-4.1 at teaching itself.” 47.0 against 46.3, standard error about 2. What do you say?",
        options: [
          {
            text: "It did: 47.0 is more.",
            right: false,
            why: "The difference is a third of the standard error of either figure.",
          },
          {
            text: "The two cannot be told apart on these data.",
            right: true,
            why: "What can be said: its notes became about as good as those of a far larger model.",
          },
          { text: "It is the other way round.", right: false, why: "Nothing shows that either." },
        ],
      },
    },
    {
      id: "puzzles",
      title: "72.5 % of what?",
      view: "puzzles",
      panel: "reward",
      text:
        "On puzzles the article's figure is 72.5 %: over eight held-out puzzles with five edits each. The puzzles were chosen beforehand as solvable by one good fixed configuration, which by construction reaches 100 %. " +
        "Untaught edits reached 20 %. It shows that the choice can be learned, not that ARC is solved.",
      figure: {
        caption: "Of 40 edits, the share that solved its puzzle, Llama-3.2-1B",
        source: PAPER,
        rows: [
          { label: "In the prompt, no training", share: 0 },
          { label: "Own edits, untaught", share: 0.2 },
          { label: "Own edits, one round", share: 0.725 },
          { label: "One good fixed configuration", share: 1 },
        ],
      },
      luck: "Forty edits on eight puzzles are eight draws, not forty: edits of one puzzle succeed and fail together. With eight puzzles an interval is wide.",
    },
    {
      id: "by-itself",
      title: "“Without any human”?",
      view: "edit",
      panel: "reward",
      text:
        "The model writes its own training data. What it learns from is chosen by a [[reward]], and the reward needs questions with known answers: in the paper people had written them, and a larger model said which answers were right. " +
        "Here a rule compares with the accepted answers. No step of either goes without a judge from outside.",
      question: {
        ask: "A headline says “it no longer needs us”. Which part of the loop would have to go for that?",
        options: [
          {
            text: "The passage.",
            right: false,
            why: "Passages can be found without anybody writing them for the purpose. The judgement cannot.",
          },
          {
            text: "The questions with their accepted answers.",
            right: true,
            why: "They decide what counts as better. Whoever writes them decides what the writer becomes.",
          },
          {
            text: "The adapter.",
            right: false,
            why: "It is a way of storing the change, and needs nobody.",
          },
        ],
      },
    },
    {
      id: "retention",
      title: "“Without forgetting”?",
      view: "stream",
      panel: "matrix",
      text:
        "In the authors' own sequence of eight edits each was merged into the weights, and all passages were asked again. " +
        "The paper itself names forgetting as a limit; a headline that says “keeps learning” leaves it out.",
      figure: {
        caption: "Mean accuracy in a sequence of eight merged edits",
        source: "the result files that the authors publish, recomputed",
        rows: [
          { label: "Untouched", share: 0.307 },
          { label: "Each, right after it was learned", share: 0.415 },
          { label: "All, at the end", share: 0.247 },
        ],
      },
      question: {
        ask: "Which sentence is carried by these figures?",
        options: [
          {
            text: "The model keeps what it learned.",
            right: false,
            why: "At the end it knew less than before the first edit.",
          },
          {
            text: "Each edit is learned, and later ones overwrite it.",
            right: true,
            why: "The diagonal rises, the last row falls.",
          },
          {
            text: "Merging always makes a model worse.",
            right: false,
            why: "One method, one order, eight passages: too little for “always”.",
          },
        ],
      },
    },
    {
      id: "here",
      title: "What this page shows, and what not",
      view: "rounds",
      panel: "rounds",
      text:
        "Here the same method runs on models small enough for a tab, with every control beside it and figures that you can repeat. " +
        "It shows mechanisms. It does not show that what holds at one million parameters holds at seven billion, nor the other way round.",
      figure: {
        caption: "A real model in a tab: SmolLM2-135M-Instruct on twelve passages, three seeds",
        source: RESULTS,
        rows: [
          { label: "Untouched", share: 0.016, interval: [0, 0.05], count: "1 of 63" },
          { label: "Passage in the prompt", share: 0.27, interval: [0.17, 0.38], count: "17 of 63" },
          { label: "Passage only", share: 0.243, interval: [0.12, 0.39], count: "46 of 189" },
          { label: "Passage and own notes", share: 0.265, interval: [0.18, 0.36], count: "50 of 189" },
        ],
      },
      luck: "Its own notes are 2.1 points above the passage only, with an interval from −16 to 18. At this size nothing is shown for them, and the page says so.",
    },
  ],
  discussion: [
    "Find a headline about self-improving models. Which row of which table would it need?",
    "What would have to be measured before such a model may learn from its users?",
  ],
};
