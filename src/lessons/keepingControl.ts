import type { Lesson } from "./lesson.ts";

export const keepingControl: Lesson = {
  id: "keeping-control",
  title: "Keeping control",
  aims: [
    "Name what is measured before a change is kept.",
    "Say what rolling back exactly means, and why it is possible here.",
  ],
  minutes: 15,
  needs: "",
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
      panel: "drift",
      text: "[[drift|Drift]] is what changed beside the point. It is measured on fixed texts (how far the predictions moved) and on [[canary|canaries]]: questions whose answers must stay, among them strangers about whom nothing may be asserted.",
      question: {
        ask: "The accuracy on the passage rose, all is well. Which sign would still make you refuse the change?",
        options: [
          { text: "The loss curve is not smooth.", right: false, why: "Noise of small batches." },
          {
            text: "The model now asserts the passage's facts about strangers.",
            right: true,
            why: "It has lost its reserve: the first thing that goes, before accuracy does.",
          },
          {
            text: "The adapter is small.",
            right: false,
            why: "Its size is chosen; it says nothing about harm.",
          },
        ],
      },
    },
    {
      id: "plant",
      title: "Plant a falsehood",
      view: "versions",
      panel: "versions",
      text:
        "Plant a wrong fact and train on it: the model repeats it, also where it was not asked about it directly. " +
        "The limits [[veto]] the change and say why. Then roll back, and ask again.",
      action: { kind: "watch", say: "Play the recorded falsehood, or plant one yourself." },
      luck: "A veto that never errs does not exist. Ask how often honest changes are vetoed too: the false alarms belong beside the catch.",
    },
  ],
  discussion: [
    "Who should set the limits: the one who trains, the one who uses, or somebody else?",
    "A model that edits itself, day by day, unseen: which of these measures would you want to be mandatory?",
  ],
};
