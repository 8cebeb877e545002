import type { EditFormat } from "./format.ts";
import { lineDrafts, numbered } from "./lineDrafts.ts";

export const rewrite: EditFormat = {
  asking: {
    kind: "instruction",
    instruction: () => "Read the passage and rewrite it in a few different ways, each on one line.",
    heading: "Rewritten passages:\n",
    lead: "1.",
    demonstrated: ({ rewrites }) => numbered(rewrites),
  },
  parse: (sample, _passage, cut) => lineDrafts(sample, cut),
};
