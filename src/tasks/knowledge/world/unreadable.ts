import { relations } from "./fact.ts";
import { readWhich } from "./judge.ts";
import type { Reading } from "./reading.ts";
import { readSentences } from "./readPassage.ts";
import type { Depth } from "./relation.ts";
import { readTemplate } from "./template.ts";

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
  return readSentences(text).flatMap(({ sentence, reading }) => {
    const start = text.indexOf(sentence, from);
    from = start + sentence.length;
    const reason = whyUnreadable(reading);
    return reason === null ? [] : [{ start, end: from, reason }];
  });
}

/** How far the question is from what a passage says, or null for one that is not of the world. */
export function depthOfQuestion(question: string): Depth | null {
  if (readWhich(question) !== null) return "which";
  for (const { depth, questions, impliedQuestions } of relations) {
    if (questions.some((template) => fits(template, question))) return "direct";
    if (impliedQuestions.some((template) => fits(template, question))) return depth;
  }
  return null;
}

function whyUnreadable(reading: Reading): string | null {
  switch (reading.kind) {
    case "facts":
      return null;
    case "unknown":
      return `it does not know “${reading.value}”`;
    case "unbound":
      return `nothing before it says who or what “${reading.pronoun}” is`;
    case "foreign":
      return "no sentence of its world";
  }
}

function fits(template: string, text: string): boolean {
  const slots = readTemplate(template, text);
  return (
    slots !== null && Object.values(slots).every((slot) => slot.trim().split(/\s+/).length <= MOST_WORDS)
  );
}
