import type { Lesson } from "./lesson.ts";
import { IN_THIS_TAB, RESULTS } from "./needs.ts";

export const learningToWrite: Lesson = {
  id: "learning-to-write",
  title: "Learning to write better notes",
  aims: [
    "Describe the outer loop: sample, try, keep, train the writer.",
    "Say what a sham reward shows.",
    "Give an example of a reward that is gamed.",
  ],
  minutes: 20,
  needs: `${IN_THIS_TAB} Rounds take minutes: watch the recording, or run small ones.`,
  steps: [
    {
      id: "two-loops",
      title: "A loop around the loop",
      view: "rounds",
      panel: "rounds",
      text:
        "The [[outer loop]] lets the model write several edits for each of many passages, tries each in an [[inner loop]] of its own, keeps the best one and trains the writer on those that were kept. " +
        "Then the next [[round]] begins with the taught writer. This is [[ReST-EM]]: reinforcement by selection.",
      action: {
        kind: "run",
        recording: "rounds",
        say: "Play the recorded rounds to the end, or run small ones: two passages, two edits, one round.",
      },
    },
    {
      id: "held-out",
      title: "Measured on passages it was not taught on",
      view: "rounds",
      panel: "held-out",
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
      panel: "settings",
      text:
        "A [[sham reward]] selects by chance, by length, or keeps everything. It does all the same work and looks at no answer. " +
        "The honest result is the distance between the reward and its best sham. In the rounds that come with the page the longest edits gain less than half of what accuracy gains. In an earlier world, whose useless lines were all short, they gained as much: a reward is worth what the world makes of it.",
      action: {
        kind: "set",
        setting: "reward",
        oneOf: ["random", "length", "shortest", "copying"],
        say: "Choose a control as the reward in the setup of the rounds.",
      },
      figure: {
        caption:
          "Held-out answers after one round of 45 passages with ten edits each, all rewards choosing among the same edits: 3,420 questions, three seeds",
        source: RESULTS,
        rows: [
          { label: "Untaught writer", share: 0.639, interval: [0.61, 0.66] },
          { label: "Accuracy", share: 0.738, interval: [0.72, 0.76] },
          { label: "Longest edit (sham)", share: 0.679, interval: [0.66, 0.7] },
          { label: "Random (sham)", share: 0.633, interval: [0.61, 0.65] },
        ],
      },
      luck: "By seed accuracy gains 7, 11 and 11 points, the longest edit 0, 4 and 9: one of them alone could have told another story. In the smaller rounds that come with the page, with twelve passages to measure by, the intervals touch.",
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
        ask: "Suppose a reward counts right answers, and the share of false lines rises from 8 to 15 %. What happened?",
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
