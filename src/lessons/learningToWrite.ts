import type { Lesson } from "./lesson.ts";

export const learningToWrite: Lesson = {
  id: "learning-to-write",
  title: "Learning to write better notes",
  aims: [
    "Describe the outer loop: sample, try, keep, train the writer.",
    "Say what a sham reward shows.",
    "Give an example of a reward that is gamed.",
  ],
  minutes: 20,
  needs: "",
  steps: [
    {
      id: "two-loops",
      title: "A loop around the loop",
      view: "rounds",
      panel: "rounds",
      text:
        "The [[outer loop]] lets the model write several edits for each of many passages, tries each in an [[inner loop]] of its own, keeps the best one and trains the writer on those that were kept. " +
        "Then the next [[round]] begins with the taught writer. This is [[ReST-EM]]: reinforcement by selection.",
      action: { kind: "watch", say: "Play the recorded rounds, and look at a passage whose edits differ." },
    },
    {
      id: "held-out",
      title: "Measured on passages it was not taught on",
      view: "rounds",
      panel: "rounds",
      text:
        "After every round the writer writes one edit for each passage of a [[held out|held-out]] set. " +
        "Nothing is kept there; it only measures. If the curve rises, the writer has learned how to write, not these passages.",
      question: {
        ask: "After two rounds the held-out accuracy has risen by ten points. What else must be shown before you believe in the reward?",
        options: [
          {
            text: "Nothing: held out is held out.",
            right: false,
            why: "The rise may come from keeping and training as such, whatever was kept.",
          },
          {
            text: "The same with a reward that knows nothing: random choice, or the longest edit.",
            right: true,
            why: "If a sham rises as well, the reward was not what did it.",
          },
          {
            text: "A lower training loss.",
            right: false,
            why: "The writer's loss says how well it imitates what was kept, good or bad.",
          },
        ],
      },
    },
    {
      id: "shams",
      title: "Shams",
      view: "rounds",
      panel: "rounds",
      text:
        "A [[sham reward]] selects by chance, by length, or keeps everything. It does all the same work and looks at no answer. " +
        "The honest result is the distance between the reward and its best sham.",
      luck: "Three runs of each are few. Look whether the intervals over passages and seeds leave anything between the reward and the best sham.",
    },
    {
      id: "habits",
      title: "What it changed in its habits",
      view: "rounds",
      panel: "habits",
      text:
        "The habits show what kind of lines the writer writes before and after: vague, restated, implied, questions. " +
        "A reward changes habits. Which ones it changed tells you what the reward really paid for.",
      question: {
        ask: "A reward counts right answers, and the share of false lines rises from 8 to 15 %. What happened?",
        options: [
          {
            text: "A programming error.",
            right: false,
            why: "Nothing in the reward punishes a false line that no question asks about.",
          },
          {
            text: "The reward is indifferent to what the questions do not ask.",
            right: true,
            why: "It pays for answers, not for truth. Whoever wants truth has to measure it.",
          },
          {
            text: "The model became dishonest.",
            right: false,
            why: "It became better at what was paid for. Intent is nowhere in the loop.",
          },
        ],
      },
    },
  ],
  discussion: [
    "Design a reward for notes that a student writes. How would students game it?",
    "The paper could not make PPO and GRPO stable and used selection. What is lost by selection alone?",
  ],
};
