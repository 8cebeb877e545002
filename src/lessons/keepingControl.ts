import type { Lesson } from "./lesson.ts";
import { IN_THIS_TAB, RESULTS } from "./needs.ts";

export const keepingControl: Lesson = {
  id: "keeping-control",
  title: "Keeping control",
  aims: [
    "Name what is measured before a change is kept.",
    "Say what rolling back exactly means, and why it is possible here.",
    "Say what a measure knows before accuracy does.",
  ],
  minutes: 20,
  needs: IN_THIS_TAB,
  steps: [
    {
      id: "versions",
      title: "Every change is a version",
      view: "versions",
      panel: "versions",
      text:
        "A change that is kept becomes a [[version]]: the adapter, what it was trained on, the seed, the accuracy before and after. " +
        "The base is never overwritten, so that going back restores the very same numbers, bit for bit.",
    },
    {
      id: "drift",
      title: "Drift",
      view: "versions",
      panel: "limits",
      text: "[[drift|Drift]] is what changed beside the point. It is measured on fixed texts (how far the predictions moved) and on [[canary|canaries]]: questions whose answers must stay, among them strangers about whom nothing may be asserted.",
      question: {
        ask: "The accuracy on the passage rose, all is well. Which sign would still make you refuse the change?",
        options: [
          { text: "The loss curve is not smooth.", right: false, why: "Noise of small batches." },
          {
            text: "The model now asserts the passage's facts about strangers.",
            right: true,
            why: "It has lost its reserve. In this model that goes first: at a rate at which all twelve known facts still hold, three of twenty questions about strangers already get an assertion.",
          },
          {
            text: "The adapter is small.",
            right: false,
            why: "Its size is chosen; it says nothing about harm.",
          },
        ],
      },
      figure: {
        caption: "Canaries held after one perfect edit, by learning rate; means over six passages",
        source: RESULTS,
        rows: [
          { label: "Known facts, rate 0.003", share: 1, count: "12.0 of 12" },
          { label: "Strangers, rate 0.003", share: 0.833, count: "16.7 of 20" },
          { label: "Known facts, rate 0.01", share: 0.944, count: "11.3 of 12" },
          { label: "Strangers, rate 0.01", share: 0.708, count: "14.2 of 20" },
          { label: "Known facts, rate 0.02", share: 0.542, count: "6.5 of 12" },
          { label: "Strangers, rate 0.02", share: 0.633, count: "12.7 of 20" },
        ],
      },
    },
    {
      id: "on-trial",
      title: "Noticed before it is merged",
      view: "stream",
      panel: "matrix",
      text:
        "In a stream without a remedy each [[merge]] moves the model further. Measured on trial, before the merge, the loss on earlier edits was beyond its limit at the second passage and [[KL divergence|KL]] at the third; that accuracy had fallen, by an interval over three passages, after the fourth. " +
        "Behind a gate, what is beyond a limit is merged at half or a quarter of its strength, or not at all. Open an edit of the recording to read what was measured.",
      action: {
        kind: "run",
        recording: "stream-gate",
        say: "Play the recorded stream behind a gate, or run one of three passages with it.",
      },
      question: {
        ask: "These measures ask nothing about the passages. What is that good for?",
        options: [
          {
            text: "Nothing: only answers count.",
            right: false,
            why: "Answers can be counted only where somebody has written questions, and after the change.",
          },
          {
            text: "They can be taken of any text, before the change is made.",
            right: true,
            why: "Of most of what a model reads nobody has questions with answers, and a fall is known only once it has happened.",
          },
          {
            text: "They are more exact than accuracy.",
            right: false,
            why: "They measure something else: that the model moved, not whether for the worse.",
          },
        ],
      },
      figure: {
        caption: "All twelve passages, asked at the end of the same stream; one seed",
        source: RESULTS,
        rows: [
          { label: "Untouched model", share: 0.123, interval: [0.1, 0.14] },
          { label: "All merged whole", share: 0.061, interval: [0.03, 0.1] },
          { label: "Behind the gate", share: 0.18, interval: [0.11, 0.25] },
        ],
      },
    },
    {
      id: "plant",
      title: "Plant a falsehood",
      view: "versions",
      panel: "plant",
      text:
        "Plant a wrong fact and train on it: the model repeats it, also where it was not asked about it directly. " +
        "Below stands what would [[veto]] the change under your limits, and why. Keep it nevertheless, roll back, and the questions are asked again.",
      action: {
        kind: "plant",
        recording: "planted-fact",
        say: "With the embedded reader loaded, show a passage, plant a fact in it, and read the answers before and after.",
      },
      luck: "A veto that never errs does not exist. Ask how often honest changes are vetoed too: in 13 short honest streams a limit of a tenth false statements would have stopped 16 of 39 edits, and drift none. The false alarms belong beside the catch.",
    },
    {
      id: "habit",
      title: "A bad habit that pays",
      view: "rounds",
      panel: "habits",
      text:
        "Here a [[sham reward]] pays for lines that say nothing. Of all lines that were written 12 in 100 were such, of those that the reward kept 63: more than the limit, and known before the writer is trained on them. " +
        "Accuracy after this small round tells much less, for the passage itself is trained on too; after a round of 450 edits with the same share it was 22 points lower.",
      action: {
        kind: "run",
        recording: "rounds-vague",
        say: "Play the recorded round to its end, and compare the habits before and after it.",
      },
      figure: {
        caption: "One round rewarded for vague lines; held-out answers: 228 questions, one seed",
        source: RESULTS,
        rows: [
          { label: "Vague, of all lines written", share: 0.124 },
          { label: "Vague, of the lines kept", share: 0.63, count: "29 of 46" },
          { label: "Right answers, untaught writer", share: 0.478, interval: [0.39, 0.57] },
          { label: "Right answers, after the round", share: 0.456, interval: [0.4, 0.53] },
        ],
      },
    },
  ],
  discussion: [
    "Who should set the limits: the one who trains, the one who uses, or somebody else?",
    "A model that edits itself, day by day, unseen: which of these measures would you want to be mandatory?",
  ],
};
