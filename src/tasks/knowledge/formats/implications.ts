import type { EditFormat } from "./format.ts";
import { lineDrafts, numbered } from "./lineDrafts.ts";

/** SEAL's own format, in three lengths ([paper] §B.1). */
function listOf<const Id extends string>(
  words: { id: Id; label: string; help: string },
  instruction: string,
): EditFormat<Id> {
  return {
    ...words,
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
  {
    id: "implications",
    label: "Implications",
    help: "A list of what follows from the passage, directly or indirectly.",
  },
  "Read the passage and list several implications that follow from it, directly or indirectly, one per line.",
);

export const implicationsLong = listOf(
  { id: "implications-long", label: "Implications, long", help: "A long list of implications." },
  "Read the passage and write a long list of implications that follow from it, directly or indirectly, one per line.",
);

export const implicationsVeryLong = listOf(
  {
    id: "implications-very-long",
    label: "Implications, very long",
    help: "A very long list of implications.",
  },
  "Read the passage and write a very long list of implications that follow from it, directly or indirectly, one per line. Leave nothing out.",
);
