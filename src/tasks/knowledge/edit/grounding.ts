import { scriptParts, standsForMore } from "../answers/answerWords.ts";

/** Capitalised words that begin sentences and questions and name nothing. */
const ORDINARY = new Set(
  (
    "a after all also although an and are as at because before but by can could despite did do does during each " +
    "every few for from had has have he her his how however if in into is it its many more most no not of on one only " +
    "or other our over she should since so some such than that the their then there these they this those through to " +
    "under until up was we were what when where whether which while who whom whose why will with without would yes you i"
  ).split(" "),
);

const NUMBERS: ReadonlyMap<string, string> = new Map(
  (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen " +
    "eighteen nineteen twenty"
  )
    .split(" ")
    .map((word, i) => [word, String(i)] as const),
);

/**
 * Whether a statement or a pair keeps to its passage: a rough check with no model in it, that the writer's
 * own invention is likely to fail. Names and numbers must stand in the passage or its title, and so must half
 * of the other content words, if there are three or more (by their first five letters, so that inflected forms count; of
 * scripts without spaces, half of the letters).
 *
 * @returns the first name or number that does not stand there, or the first unknown words; none if grounded
 */
export function ungroundedIn(text: string, passage: string): string[] {
  const known = new Set<string>();
  for (const word of words(passage)) for (const key of keysOf(word)) known.add(key);
  const isKnown = (word: string) => keysOf(word).some((key) => known.has(key));

  const content = words(text).filter(
    (word) => !ORDINARY.has(word.toLowerCase()) && (word.length > 1 || standsForMore(word)),
  );
  const stranger = content.find((word) => isExact(word) && !isKnown(word));
  if (stranger !== undefined) return [stranger];
  const plain = content.filter((word) => !isExact(word) && (word.length > 3 || standsForMore(word)));
  const unknown = plain.filter((word) => !isKnown(word));
  return plain.length >= 3 && unknown.length > plain.length / 2 ? unknown.slice(0, 3) : [];
}

function words(text: string): string[] {
  const found = text
    .normalize("NFKC")
    .replace(/(\d)[,.](?=\d)/g, "$1")
    .match(/[\p{L}\p{M}\p{N}]+/gu);
  return (found ?? []).flatMap(scriptParts);
}

/** Names and numbers are compared as they are. */
function isExact(word: string): boolean {
  return /\p{Nd}/u.test(word) || NUMBERS.has(word.toLowerCase()) || /^\p{Lu}/u.test(word);
}

function keysOf(word: string): string[] {
  const lower = word.toLowerCase();
  const number = NUMBERS.get(lower);
  // Korean words are inflected after their first syllables.
  const keys = [lower, lower.slice(0, /^\p{Script=Hangul}/u.test(lower) ? 2 : 5)];
  return number === undefined ? keys : [...keys, number];
}
