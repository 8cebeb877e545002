import { sentencesOf } from "./sentences.ts";
import { relations } from "./world/passage.ts";
import type { Depth } from "./world/relation.ts";
import { readTemplate, type Slots } from "./world/template.ts";
import { readFacts } from "./worldReading.ts";

/** A stretch of a passage that the model of the invented world cannot read, and why. */
export interface Unreadable {
  start: number;
  end: number;
  reason: string;
}

/** Names and values of the world have one or two words; a longer one is a sentence that happens to fit. */
const MOST_WORDS = 3;

/** The sentences that are not of the world. Names are free. */
export function unreadableSentences(text: string): Unreadable[] {
  let from = 0;
  return sentencesOf(text).flatMap((sentence) => {
    const start = text.indexOf(sentence, from);
    from = start + sentence.length;
    const reason = whyUnreadable(sentence);
    return reason === null ? [] : [{ start, end: from, reason }];
  });
}

/** How far the question is from what a passage says, or null for one that is not of the world. */
export function depthOfQuestion(question: string): Depth | null {
  for (const { depth, questions, impliedQuestions } of relations) {
    if (questions.some((template) => fits(template, question))) return "direct";
    if (impliedQuestions.some((template) => fits(template, question))) return depth;
  }
  return null;
}

function whyUnreadable(sentence: string): string | null {
  const values = relations.flatMap(({ statements }) =>
    statements.flatMap((template) => {
      const slots = readTemplate(template, sentence);
      return slots !== null && isShort(slots) ? [slots.v ?? ""] : [];
    }),
  );
  const [value] = values;
  if (value === undefined) return "no sentence of its world";
  return readFacts(sentence).length > 0 ? null : `it does not know “${value}”`;
}

function fits(template: string, text: string): boolean {
  const slots = readTemplate(template, text);
  return slots !== null && isShort(slots);
}

function isShort(slots: Slots): boolean {
  return Object.values(slots).every((slot) => slot.trim().split(/\s+/).length <= MOST_WORDS);
}
