import { answerFinder } from "./answerFinder.ts";
import { plainText } from "./answerWords.ts";

/**
 * How closed-book answers are scored. SEAL lets a large model say yes or no; here the grader is
 * deterministic, in SQuAD's own normalisation, which is a documented departure from the paper.
 */
export interface AnswerScores extends Record<string, number> {
  /** 1 if the whole answer equals an accepted one. */
  exactMatch: number;
  /** 1 if an accepted answer stands in the answer as whole words. The headline: it is what `correct` means. */
  containsGold: number;
  /** Best token F1 over the accepted answers. */
  f1: number;
}

/** The words of an answer in the form in which they are compared, with single spaces. */
export function normalizeAnswer(text: string): string {
  return wordsOf(text).join(" ");
}

function wordsOf(text: string): string[] {
  return plainText(text).words.map((word) => word.text);
}

/** Whether the gold answer stands in the text as a run of whole words, both normalised. */
export function containsAnswer(text: string, gold: string): boolean {
  return answerFinder(text)(gold);
}

/** SQuAD's token F1: harmonic mean of precision and recall over the bag of words. */
function f1Of(said: readonly string[], wanted: readonly string[]): number {
  if (said.length === 0 || wanted.length === 0) return said.length === wanted.length ? 1 : 0;
  const left = new Map<string, number>();
  for (const word of wanted) left.set(word, (left.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of said) {
    const count = left.get(word) ?? 0;
    if (count > 0) {
      common++;
      left.set(word, count - 1);
    }
  }
  return (2 * common) / (said.length + wanted.length);
}

/** Scores an answer against several accepted ones: each measure takes the best of them. */
export function scoreAnswer(text: string, accepted: readonly string[]): AnswerScores {
  const said = wordsOf(text);
  const finds = answerFinder(text);
  const golds = accepted.map((gold) => ({ gold, words: wordsOf(gold) }));
  const best = (measure: (one: (typeof golds)[number]) => number) => Math.max(0, ...golds.map(measure));
  return {
    exactMatch: best(({ words }) => (words.join(" ") === said.join(" ") ? 1 : 0)),
    containsGold: best(({ gold }) => (finds(gold) ? 1 : 0)),
    f1: best(({ words }) => f1Of(said, words)),
  };
}

/** What counts as correct, in one place. */
export function isCorrect(scores: AnswerScores): boolean {
  return scores.containsGold === 1;
}
