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

/** Python's string.punctuation, which SQuAD's script removes; other Unicode punctuation stays. */
const PUNCTUATION = /[!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]/g;

/** SQuAD v1.1 `normalize_answer`: lower case, no ASCII punctuation, no articles, single spaces. */
export function normalizeAnswer(text: string): string {
  return withoutPunctuation(text)
    .replace(/(?<![\p{L}\p{N}_])(a|an|the)(?![\p{L}\p{N}_])/gu, " ")
    .split(/\s+/)
    .filter((word) => word !== "")
    .join(" ");
}

function withoutPunctuation(text: string): string {
  return text.toLowerCase().replace(PUNCTUATION, "");
}

/**
 * The form in which two texts are compared: normalised, or, for a text of articles only ("The"),
 * without their removal, since an empty gold answer would stand in everything.
 */
function comparable(text: string, gold: string): [string, string] {
  const [a, b] = [normalizeAnswer(text), normalizeAnswer(gold)];
  if (b !== "") return [a, b];
  const plain = (words: string) => withoutPunctuation(words).split(/\s+/).filter(Boolean).join(" ");
  return [plain(text), plain(gold)];
}

function exactMatch(text: string, gold: string): number {
  return normalizeAnswer(text) === normalizeAnswer(gold) ? 1 : 0;
}

/** Whether the gold answer stands in the text as a run of whole words, both normalised. */
export function containsAnswer(text: string, gold: string): boolean {
  const [a, b] = comparable(text, gold);
  return b !== "" && ` ${a} `.includes(` ${b} `);
}

/** SQuAD's token F1: harmonic mean of precision and recall over the bag of words. */
export function tokenF1(text: string, gold: string): number {
  const said = normalizeAnswer(text).split(" ").filter(Boolean);
  const wanted = normalizeAnswer(gold).split(" ").filter(Boolean);
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
  const best = (measure: (gold: string) => number) => Math.max(0, ...accepted.map(measure));
  return {
    exactMatch: best((gold) => exactMatch(text, gold)),
    containsGold: best((gold) => (containsAnswer(text, gold) ? 1 : 0)),
    f1: best((gold) => tokenF1(text, gold)),
  };
}

/** What counts as correct, in one place. */
export function isCorrect(scores: AnswerScores): boolean {
  return scores.containsGold === 1;
}
