import type { Lesson } from "./lesson.ts";

export const didItHelp: Lesson = {
  id: "did-it-help",
  title: "Did it help?",
  aims: [
    "Name the control for each objection.",
    "Read a proportion with its interval.",
    "Say how many runs a claim needs.",
  ],
  minutes: 15,
  needs: "",
  steps: [
    {
      id: "reward",
      title: "The reward",
      view: "edit",
      panel: "reward",
      text:
        "The [[reward]] of an edit is what the model answers correctly after training on it, closed book. " +
        "It is a number about this edit, this passage and this seed. The playground calls it nothing more.",
      action: { kind: "run", say: "Run a passage with all controls." },
    },
    {
      id: "controls",
      title: "Every objection has its row",
      view: "edit",
      panel: "controls",
      text:
        "“It knew before”: untouched. “It would have learned that from the passage”: passage only. “Any training helps”: another passage's notes. " +
        "“How good could it be?”: an [[oracle|oracle's]] edit. A gain counts only against the [[control]] that answers the objection.",
      question: {
        ask: "Own edit 7/12, passage only 5/12. Somebody says: “two more, so the notes help”. What do you answer?",
        options: [
          {
            text: "Agreed: 7 is more than 5.",
            right: false,
            why: "With twelve questions each, a difference of two or more arises by chance in every second pair of runs.",
          },
          {
            text: "Perhaps. The intervals overlap nearly wholly; run more passages and seeds.",
            right: true,
            why: "Both rates lie anywhere between a fifth and four fifths. Only repetition can separate them.",
          },
          {
            text: "No, notes never help.",
            right: false,
            why: "This does not follow either. The run says little in both directions.",
          },
        ],
      },
    },
    {
      id: "ten-seeds",
      title: "Ten seeds",
      view: "edit",
      panel: "reward",
      text:
        "The [[seed]] fixes every throw of the dice: what is sampled, in which order it is trained. The same seed repeats the run exactly, another one draws anew. " +
        "Repeat the run with new seeds and write the reward down each time: how far does it scatter?",
      action: {
        kind: "run",
        say: "Press “Again with a new seed” a few times, and compare in the table of runs.",
      },
      luck: "The best of ten runs looks good even where nothing is to be had. Report all ten, or their mean.",
    },
  ],
  discussion: [
    "A paper reports one number without an interval. What would you ask its authors?",
    "Which control is missing here that you would like to see?",
  ],
};
