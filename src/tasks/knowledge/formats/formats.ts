import { chainOfThought } from "./chainOfThought.ts";
import { custom } from "./custom.ts";
import { implications, implicationsLong, implicationsVeryLong } from "./implications.ts";
import { none } from "./none.ts";
import { rewrite } from "./rewrite.ts";
import { selfQa } from "./selfQa.ts";
import { sentenceQuestions } from "./sentenceQuestions.ts";
import { sentenceRewrites } from "./sentenceRewrites.ts";

/** SEAL's edit formats ([paper] §B.1 and v2), two for very small writers, and the user's own prompt; as the page lists them. */
export const EDIT_FORMATS = [
  implications,
  implicationsLong,
  implicationsVeryLong,
  rewrite,
  selfQa,
  sentenceQuestions,
  sentenceRewrites,
  chainOfThought,
  none,
  custom,
] as const;

export type EditFormatId = (typeof EDIT_FORMATS)[number]["id"];

export function formatOf(id: EditFormatId): (typeof EDIT_FORMATS)[number] {
  const found = EDIT_FORMATS.find((format) => format.id === id);
  if (found === undefined) throw new Error(`There is no edit format “${id}”.`);
  return found;
}
