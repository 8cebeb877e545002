import type { EditFormat } from "./format.ts";
import { lineDrafts, numbered } from "./lineDrafts.ts";

/** SEAL's own format, in three lengths ([paper] §B.1). */
function listOf(instruction: string): EditFormat {
  return {
    asking: {
      kind: "instruction",
      instruction: () => instruction,
      heading: "Implications:\n",
      lead: "1.",
      demonstrated: ({ implications }) => numbered(implications),
    },
    parse: (sample, _passage, cut) => lineDrafts(sample, cut),
  };
}

export const implications = listOf(
  "Read the passage and list several implications that follow from it, directly or indirectly, one per line.",
);

export const implicationsLong = listOf(
  "Read the passage and write a long list of implications that follow from it, directly or indirectly, one per line.",
);

export const implicationsVeryLong = listOf(
  "Read the passage and write a very long list of implications that follow from it, directly or indirectly, one per line. Leave nothing out.",
);
