import type { Lesson } from "./lesson.ts";
import { IN_THIS_TAB, RESULTS } from "./needs.ts";

export const keepingControl: Lesson = {
  id: "keeping-control",
  title: "Keeping control",
  aims: [
    "Name what is measured before a change is kept.",
    "Say what rolling back exactly means, and why it is possible here.",
  ],
  minutes: 15,
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
      luck: "A veto that never errs does not exist. Ask how often honest changes are vetoed too: the false alarms belong beside the catch.",
    },
  ],
  discussion: [
    "Who should set the limits: the one who trains, the one who uses, or somebody else?",
    "A model that edits itself, day by day, unseen: which of these measures would you want to be mandatory?",
  ],
};
