import { normalizeAnswer } from "./scoring.ts";

const UNIT =
  "(?:\\s?%|\\s(?:percent|thousand|million|billion|trillion|years?|days?|hours?|people|metres?|miles?|km))";
const NUMBER = new RegExp(
  `(?<![\\p{Lu}\\p{Ll}\\p{M}\\d])(?:[$€£]?\\d[\\d,.–-]*\\d|[$€£]?\\d)${UNIT}?(?![\\p{Lu}\\p{Ll}\\d])`,
  "gu",
);
/** Capitalised words in a row, joined by small words as in "Duke of York", or with a year as in "May 1968". */
const NAME =
  /\p{Lu}[\p{L}\p{M}\p{N}'’-]+(?:\s(?:(?:of|the|de|van|von)\s)?\p{Lu}[\p{L}\p{M}\p{N}'’-]*)*(?:\s\d{4}\b)?/gu;
const LINK = "the|a|an|its|his|her|their|by|of|in|on|to|from|with|as|at|for|than|into";
/** The noun phrase with which a sentence or a clause closes. */
const CLOSING = new RegExp(
  `\\b(?:${LINK})\\s((?:(?!(?:${LINK})\\s)[\\p{L}\\p{M}'’-]+\\s){0,2}(?!(?:it|them|him|her|this|that|which|whom)\\b)[\\p{L}\\p{M}'’-]+)(?=[.;]|, (?:and|but|which|where|who)\\b)`,
  "gu",
);
/** What scripts without capitals have in place of them, for titles and names. */
const QUOTED = /[「『《〈“«„]([^「『《〈“«„」』》〉”»]{1,40})[」』》〉”»]/gu;
const OPENING = /^(?:In|On|At|By|From|As of|Since|During|After|Before|The|A|An) (?=\p{Lu})/u;

/**
 * Phrases of a sentence that could answer a question: names, numbers, what is quoted and what its clauses close with, in the order in
 * which they stand; of two that overlap, the longer. The title is left out: every question is asked under it.
 */
export function answerPhrases(sentence: string, title: string): string[] {
  const found = [NUMBER, NAME, CLOSING, QUOTED].flatMap((pattern) =>
    [...sentence.matchAll(pattern)].flatMap((match) => {
      const whole = (match[1] ?? match[0]).replace(OPENING, "").replace(/(?:['’]s)?[.,'’–-]*$/u, "");
      const at = sentence.indexOf(whole, match.index);
      // A capital at the beginning of a sentence names nothing by itself.
      return pattern === NAME && at === 0 && !whole.includes(" ") ? [] : [{ at, whole }];
    }),
  );
  const keys = new Set([normalizeAnswer(title), ""]);
  let end = 0;
  return found
    .sort((a, b) => a.at - b.at || b.whole.length - a.whole.length)
    .flatMap(({ at, whole }) => {
      const key = normalizeAnswer(whole);
      if (at < end || keys.has(key)) return [];
      end = at + whole.length;
      keys.add(key);
      return [whole];
    });
}
