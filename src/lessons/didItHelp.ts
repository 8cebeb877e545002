import type { Lesson } from "./lesson.ts";
import { IN_THIS_TAB, RESULTS } from "./needs.ts";

export const didItHelp: Lesson = {
  id: "did-it-help",
  title: "Did it help?",
  aims: [
    "Name the control for each objection.",
    "Read a proportion with its interval.",
    "Say how many runs a claim needs.",
  ],
  minutes: 15,
  needs: IN_THIS_TAB,
  steps: [
    {
      id: "reward",
      title: "The reward",
      view: "edit",
      panel: "reward",
      text:
        "The [[reward]] of an edit is the share that the model answers correctly after training on it, closed book. " +
        "It is a number about this edit, this passage and this seed. The playground calls it nothing more.",
      action: { kind: "run", recording: "passage", say: "Press “Run all”, and wait for the reward." },
    },
    {
      id: "controls",
      title: "Every objection has its row",
      view: "edit",
      panel: "reward",
      text:
        "“It knew before”: untouched. “It would have learned that from the passage”: passage only. “Any training helps”: another passage's notes. " +
        "“How good could it be?”: perfect notes, by an [[oracle]]. A gain counts only against the [[control]] that answers the objection.",
      question: {
        ask: "Own edit 7/12, passage only 5/12. Somebody says: “two more, so the notes help”. What do you answer?",
        options: [
          {
            text: "Agreed: 7 is more than 5.",
            right: false,
            why: "Of two equally good edits with twelve questions each, one is two or more ahead in every second pair, by chance alone.",
          },
          {
            text: "Perhaps. The intervals overlap nearly wholly; run more passages and seeds.",
            right: true,
            why: "The one true rate lies between 32 and 81 %, the other between 19 and 68 %. Only repetition can separate them.",
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
        "Repeat the run with new seeds: how far does the reward scatter? Ten tell more than three; divide them in class.",
      action: {
        kind: "seeds",
        count: 3,
        say: "Press “Again with a new seed” until the table of runs has three finished runs of your own; ten are better.",
      },
      figure: {
        caption: "What each row brought over 20 passages, one seed",
        source: RESULTS,
        rows: [
          { label: "Untouched", share: 0.116, interval: [0.09, 0.15] },
          { label: "Another passage's notes", share: 0.116, interval: [0.08, 0.15] },
          { label: "Passage only", share: 0.424, interval: [0.38, 0.47] },
          { label: "Own notes", share: 0.592, interval: [0.52, 0.67] },
          { label: "Perfect notes", share: 0.921, interval: [0.9, 0.94] },
        ],
      },
      luck: "The best of ten runs looks good even where nothing is to be had. Report all ten, or their mean.",
    },
  ],
  discussion: [
    "A paper reports one number without an interval. What would you ask its authors?",
    "Which control is missing here that you would like to see?",
  ],
};
