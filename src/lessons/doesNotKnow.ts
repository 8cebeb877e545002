import type { Lesson } from "./lesson.ts";
import { IN_THIS_TAB, RESULTS } from "./needs.ts";

export const doesNotKnow: Lesson = {
  id: "it-does-not-know",
  title: "It does not know",
  aims: [
    "Tell what a model has in its weights from what it has in its prompt.",
    "Say why a test of learning must keep the passage out of sight.",
  ],
  minutes: 8,
  needs: IN_THIS_TAB,
  steps: [
    {
      id: "closed-book",
      title: "Asked closed book",
      view: "edit",
      panel: "read",
      text:
        "Here is a passage about people who exist nowhere else. The model has never read it. " +
        "It was asked each of these questions with the passage out of sight: [[closed book]]. " +
        "What its untouched [[weights]] answered appears below each question once you have predicted.",
      withholdsAnswers: true,
      question: {
        ask: "How many of the questions does the untouched model answer correctly?",
        options: [
          {
            text: "About half: the questions are easy.",
            right: false,
            why: "They are easy for you, who can see the passage. The model cannot, and the facts are invented.",
          },
          {
            text: "Almost none.",
            right: true,
            why: "Nothing in its weights tells of these people. What it gets right it guessed from among likely words.",
          },
          {
            text: "All of them.",
            right: false,
            why: "It would have to know the facts already. They were made up for this passage.",
          },
        ],
      },
    },
    {
      id: "wrong-but-fluent",
      title: "Wrong, and fluent",
      view: "edit",
      panel: "read",
      text:
        "Look at the answers themselves. They have the right form: a name where a name is asked for, a thing where a thing is asked for. " +
        "A language model predicts likely text, and when it knows nothing it still gives a likely answer of the right form.",
      luck: "With nineteen questions and a handful of likely words, one or two right answers by chance are no surprise. That is why the line of the untouched model stands in every table.",
    },
    {
      id: "in-the-prompt",
      title: "With the passage in the prompt",
      view: "edit",
      panel: "test",
      text:
        "Now run the passage once. In the table, the row “Passage in the prompt” asks the same questions with the passage standing before them. " +
        "The weights are the same; only the [[prompt]] differs.",
      action: { kind: "run", recording: "passage", say: "Press “Run all” and wait for the end." },
      question: {
        ask: "Suppose it answers nearly everything with the passage in the prompt. What has it learned?",
        options: [
          {
            text: "Nothing that stays.",
            right: true,
            why: "Reading is not learning. The prompt is gone after the answer, and the weights are what they were.",
          },
          {
            text: "The passage: from now on it knows.",
            right: false,
            why: "Ask once more without the passage, and it is back where it was. No weight has changed.",
          },
          {
            text: "How to answer questions.",
            right: false,
            why: "That it could do before. What it lacked was the facts.",
          },
        ],
      },
    },
    {
      id: "the-gap",
      title: "The gap is the task",
      view: "edit",
      panel: "reward",
      text:
        "Between “untouched” and “passage in the prompt” lies what could be gained by moving the passage into the weights. " +
        "That is the task of this playground: the model writes its own training data about the passage, trains on it, and is asked again [[closed book]]. " +
        "Compare your run with the same rows over 20 passages.",
      figure: {
        caption: "Right answers over 20 passages, 380 questions, one seed",
        source: RESULTS,
        rows: [
          { label: "Untouched, closed book", share: 0.116, interval: [0.09, 0.15] },
          { label: "Passage in the prompt", share: 0.995, interval: [0.99, 1] },
          { label: "Trained on the passage", share: 0.424, interval: [0.38, 0.47] },
          { label: "Trained on passage and own notes", share: 0.592, interval: [0.52, 0.67] },
        ],
      },
      luck: "Each row of your run has an [[interval]]: the range in which the true rate plausibly lies. Where two intervals overlap widely, the order of the rows may be luck.",
    },
  ],
  discussion: [
    "A search engine with a model puts passages into the prompt. When is that enough, and when would you rather have the knowledge in the weights?",
    "Why are the passages here invented, instead of taken from an encyclopedia?",
  ],
};
