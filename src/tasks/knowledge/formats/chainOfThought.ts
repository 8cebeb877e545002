import type { EditFormat } from "./format.ts";
import { lineDrafts, numbered } from "./lineDrafts.ts";

/** Thoughts lead to the implications and are not trained on, unless nothing follows them. */
export const chainOfThought: EditFormat = {
  asking: {
    kind: "instruction",
    instruction: () =>
      "Read the passage. First think about what it says and what follows from it; then list the implications, one per line.",
    heading: "Thought process: ",
    lead: "",
    demonstrated: ({ thought, implications }) => `${thought}\n\nImplications:\n${numbered(implications)}`,
  },
  parse(sample, _passage, cut) {
    const drafts = lineDrafts(sample, cut);
    const heading = /^\W*implications?\W*$/i;
    const start = drafts.findLastIndex(({ text }) => heading.test(text));
    if (start < 0 || start === drafts.length - 1) return drafts;
    return drafts.map((draft, i) =>
      i < start && draft.kept ? { ...draft, kept: false, note: "a thought, not an implication" } : draft,
    );
  },
};
