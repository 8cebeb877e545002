import { chainOfThought } from "./chainOfThought.ts";
import { custom } from "./custom.ts";
import type { EditFormat } from "./format.ts";
import type { EditFormatId } from "./formatChoices.ts";
import { implications, implicationsLong, implicationsVeryLong } from "./implications.ts";
import { none } from "./none.ts";
import { rewrite } from "./rewrite.ts";
import { selfQa } from "./selfQa.ts";
import { sentenceQuestions } from "./sentenceQuestions.ts";
import { sentenceRewrites } from "./sentenceRewrites.ts";

/** What stands behind each choice of the page. */
export const EDIT_FORMATS: Readonly<Record<EditFormatId, EditFormat>> = {
  implications,
  "implications-long": implicationsLong,
  "implications-very-long": implicationsVeryLong,
  rewrite,
  "self-qa": selfQa,
  "sentence-questions": sentenceQuestions,
  "sentence-rewrites": sentenceRewrites,
  "chain-of-thought": chainOfThought,
  none,
  custom,
};
