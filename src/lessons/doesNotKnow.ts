import type { Lesson } from "./lesson.ts";

export const doesNotKnow: Lesson = {
  id: "it-does-not-know",
  title: "It does not know",
  aims: [
    "Tell what a model has in its weights from what it has in its prompt.",
    "Say why a test of learning must keep the passage out of sight.",
  ],
  minutes: 8,
  needs: "",
  steps: [
    {
      id: "closed-book",
      title: "Asked closed book",
      view: "edit",
      panel: "context",
      text:
        "On the left is a passage about people and places that exist nowhere else. The model has never read it. " +
        "Below each question stands what the [[weights|untouched weights]] answer, with the passage out of sight: [[closed book]].",
      question: {
        ask: "How many of these questions will the untouched model answer correctly?",
        options: [
          {
            text: "About half: the questions are easy.",
            right: false,
            why: "They are easy for you, who can see the passage. The model cannot, and the facts are invented.",
          },
          {
            text: "Almost none.",
            right: true,
            why: "Nothing in its weights tells of these people. What it gets right it got right by guessing among likely words.",
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
      panel: "context",
      text:
        "Look at the answers themselves. They have the right form: a name where a name is asked for, a thing where a thing is asked for. " +
        "A language model predicts likely text, and a likely answer of the right form is what it gives when it knows nothing.",
      luck: "With twelve questions and a handful of likely names, one or two right answers by chance are no surprise. That is why the line of the untouched model stands in every table.",
    },
    {
      id: "in-the-prompt",
      title: "With the passage in the prompt",
      view: "edit",
      panel: "answers",
      text:
        "Run the passage once. In the table, the row “passage in the prompt” asks the same questions with the passage standing before them. " +
        "The weights are the same; only the [[prompt]] differs.",
      action: { kind: "run", say: "Press “Run all” and wait for the table of accuracies." },
      question: {
        ask: "The model answers nearly everything with the passage in the prompt. What has it learned?",
        options: [
          {
            text: "Nothing that stays: the next question without the passage fails again.",
            right: true,
            why: "Reading is not learning. The prompt is gone after the answer, and the weights are what they were.",
          },
          {
            text: "The passage: from now on it knows.",
            right: false,
            why: "Ask once more without the passage: it is back where it was. No weight has changed.",
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
        "Between “closed book” and “in the prompt” lies what could be gained by moving the passage into the weights. " +
        "That is the task of this playground: let the model write its own training data about the passage, train on it, and ask again closed book.",
      luck: "Each row shows how many of how many were right, and an [[interval]]: the range in which the true rate plausibly lies. Where two intervals overlap widely, the order of the rows may be luck.",
    },
  ],
  discussion: [
    "A search engine with a model puts passages into the prompt. When is that enough, and when would you rather have the knowledge in the weights?",
    "Why are the passages here invented, instead of taken from an encyclopedia?",
  ],
};
