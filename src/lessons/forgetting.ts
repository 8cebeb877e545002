import type { Lesson } from "./lesson.ts";
import { IN_THIS_TAB, RESULTS } from "./needs.ts";

export const forgetting: Lesson = {
  id: "forgetting",
  title: "Forgetting, and what helps",
  aims: ["Read a forgetting matrix.", "Distinguish what a remedy keeps from what it prevents being learned."],
  minutes: 15,
  needs: `${IN_THIS_TAB} A stream takes a minute or more: watch the recording, or run three passages.`,
  steps: [
    {
      id: "one-after-another",
      title: "One passage after another",
      view: "stream",
      panel: "matrix",
      text:
        "So far each adapter was put away after its test. Here each edit is [[merge|merged]] into the weights, and the next passage begins from there. " +
        "After every merge all earlier passages are asked again: a row of the matrix is a moment, a column a passage.",
      action: {
        kind: "run",
        recording: "stream",
        say: "Play the recorded stream without a remedy, or run one of three passages.",
      },
      question: {
        ask: "Where in the matrix do you look for “what it just learned”, and where for “what is left”?",
        options: [
          {
            text: "First column, first row.",
            right: false,
            why: "These follow one passage, and one moment.",
          },
          {
            text: "The diagonal, and the last row.",
            right: true,
            why: "On the diagonal each passage is asked right after it was learned; the last row asks all of them at the end.",
          },
          {
            text: "The last column, the diagonal.",
            right: false,
            why: "The last column has only the newest passage.",
          },
        ],
      },
    },
    {
      id: "remedies",
      title: "Remedies and their price",
      view: "stream",
      panel: "settings",
      text:
        "[[replay|Replay]] trains on earlier edits again. A [[KL divergence|KL]] penalty holds the model near its old self. A gate refuses merges that hurt. A router merges nothing and keeps an adapter for each passage. " +
        "Each has a price: steps, storage, or learning less in the first place.",
      action: {
        kind: "set",
        setting: "remedy",
        not: "none",
        say: "Choose a remedy in the setup of the stream, and read what it does.",
      },
      question: {
        ask: "A remedy loses almost nothing of what it had learned. Is it the best one?",
        options: [
          {
            text: "Yes: it does not forget.",
            right: false,
            why: "A model that learns nothing forgets nothing. Look at the diagonal too.",
          },
          {
            text: "Only if it also learned as much as without a remedy.",
            right: true,
            why: "What counts is what is left at the end, and what was spent on it.",
          },
          { text: "No, forgetting is needed.", right: false, why: "Nothing here shows that." },
        ],
      },
      figure: {
        caption:
          "Answers about all eight passages at the end of a stream, three seeds; measured with the reader of an earlier, simpler world",
        source: RESULTS,
        rows: [
          { label: "Untouched model", share: 0.087, interval: [0.05, 0.13] },
          { label: "No remedy", share: 0.118, interval: [0.08, 0.16] },
          { label: "Gate", share: 0.156, interval: [0.1, 0.23] },
          { label: "Replay", share: 0.201, interval: [0.13, 0.28] },
          { label: "KL penalty", share: 0.229, interval: [0.16, 0.3] },
          { label: "An adapter each, and a router", share: 0.542, interval: [0.47, 0.61] },
        ],
      },
      luck: "A stream of eight passages is one ordering of eight draws. Over three seeds the gate stands 3.8 points above doing nothing, with an interval from −3 to 12: that may be luck.",
    },
  ],
  discussion: [
    "People forget as well. What does sleep do that replay does not?",
    "Would you rather have one model that changes, or one that stays and a drawer of adapters?",
  ],
};
