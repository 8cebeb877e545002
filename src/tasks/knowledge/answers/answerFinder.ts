import { type AnswerWord, type PlainText, plainText, standsForMore } from "./answerWords.ts";

/** Romance words that lose their vowel before a name: "l'Europe", "dell'Arno", "qu'Alger". */
const ELIDED =
  /(?<![\p{L}\p{M}\p{N}])(l|d|c|ç|j|m|n|s|t|qu|jusqu|lorsqu|puisqu|un|all|dall|dell|nell|sull|quest|sant)['’](?=\p{L})/giu;
/** Turkish endings of names: "Ankara'da", "İzmir'in". */
const TURKISH =
  /(?<=\p{L})['’](?=(?:[dt][ae](?:n|ki)?|[ny]?[ıiuüae]|n?[ıiuü]n|l[ae])(?![\p{L}\p{M}\p{N}]))/giu;

/** What Arabic and Hebrew write together with the word that follows: "and", "in", "the" … */
const PREFIXES: readonly [script: RegExp, prefix: RegExp][] = [
  [/^\p{Script=Arabic}/u, /^[وف]?(?:[بكل]?(?:ال)?|لل)$/u],
  [/^\p{Script=Hebrew}/u, /^[ושהבלמכ]{0,2}$/u],
];
const ARABIC_ARTICLE = /^ال(?=..)/u;
/** Korean particles and forms of "to be", which follow a name without a space, several of them at times. */
const PARTICLES =
  /^(?:은|는|이|가|을|를|의|에|도|만|와|과|나|로|으로|에서|에게|에는|께|께서|한테|부터|까지|마다|처럼|보다|조차|밖에|라고|이라고|라는|이라는|이란|란|이나|이며|며|이고|고|이자|인|였|이었|입니다|이다|다|였다|이에요|예요|에요|이야|야|요|네요|이죠|죠|지요|습니다|랑|이랑|하고|들|님|씨){1,4}$/u;

/**
 * Looks for answers in one text, which is read once.
 *
 * An answer is found where its words stand in a row as whole words, in SQuAD's normal form. What a language writes
 * together with a name does not hide it: elided articles, Arabic and Hebrew prefixes, Korean and Turkish endings.
 */
export function answerFinder(text: string): (answer: string) => boolean {
  const readings = readingsOf(text, false);
  let whole: PlainText[] | undefined;
  return (answer) => {
    const { words } = plainText(answer);
    if (words.length > 0) return readings.some((reading) => holds(reading, words));
    // An answer of articles only ("The") would stand in everything: it is compared as it is.
    whole ??= readingsOf(text, true);
    const kept = plainText(answer, true).words;
    return kept.length > 0 && whole.some((reading) => holds(reading, kept));
  };
}

/** The text as it stands and, where that is another, with what is written together taken apart. */
function readingsOf(text: string, keepArticles: boolean): PlainText[] {
  const apart = text.replace(ELIDED, "$1 ").replace(TURKISH, " ");
  return [text, ...(apart === text ? [] : [apart])].map((one) => plainText(one, keepArticles));
}

function holds({ text, words }: PlainText, wanted: readonly AnswerWord[]): boolean {
  const last = wanted.length - 1;
  for (let start = 0; start + last < words.length; start++) {
    const fits = wanted.every((word, i) => isWord(words[start + i]!.text, word.text, i === 0, i === last));
    if (
      fits &&
      !isInsideWord(text, words, start, start + last) &&
      !isPartOfNumeral(words, start, start + last)
    )
      return true;
  }
  return false;
}

/** Whether a word of the text is the wanted one; the first may have a prefix, the last an ending. */
function isWord(said: string, wanted: string, isFirst: boolean, isLast: boolean): boolean {
  if (said === wanted) return true;
  if (isLast && said.startsWith(wanted) && /\p{Script=Hangul}$/u.test(wanted)) {
    return PARTICLES.test(said.slice(wanted.length));
  }
  if (!isFirst || wanted.length < 2) return false;
  const prefix = PREFIXES.find(([script]) => script.test(wanted))?.[1];
  if (prefix === undefined) return false;
  return [wanted, wanted.replace(ARABIC_ARTICLE, "")].some(
    (stem) => said.endsWith(stem) && prefix.test(said.slice(0, said.length - stem.length)),
  );
}

const NUMERAL = /^[〇零一二三四五六七八九十百千万萬億亿兆两]$/u;

/** Whether a numeral goes on before or behind a match: 三 (three) is not in 三百 (three hundred). */
function isPartOfNumeral(words: readonly AnswerWord[], first: number, last: number): boolean {
  const goesOn = (left: AnswerWord | undefined, right: AnswerWord | undefined) =>
    left !== undefined &&
    right !== undefined &&
    right.at === left.at + left.text.length &&
    NUMERAL.test(left.text) &&
    NUMERAL.test(right.text);
  return goesOn(words[first - 1], words[first]) || goesOn(words[last], words[last + 1]);
}

let segmenter: Intl.Segmenter | undefined;

const SHORT = 3;

/**
 * Whether a match in a script without spaces lies within a longer word. Of Chinese characters it begins there: 京都 (Kyoto)
 * is not in 東京都 (Tokyo). Of letters (Thai, Lao, Khmer, Burmese, hiragana) all of it does: แฟ is not in กาแฟ (coffee). A short word is
 * not at the beginning of one either (กา, a crow); what is longer is the head of a compound: กรุงเทพ in กรุงเทพมหานคร (Bangkok).
 */
function isInsideWord(text: string, words: readonly AnswerWord[], first: number, last: number): boolean {
  const { text: word, at } = words[first]!;
  const isHan = /^\p{Script=Han}/u.test(word);
  if (!isHan && !standsForMore(word)) return false;
  segmenter ??= new Intl.Segmenter("und", { granularity: "word" });
  const found = segmenter.segment(text).containing(at);
  if (found === undefined) return false;
  const starts = found.index === at;
  if (isHan) return !starts && /^\p{Script=Han}+$/u.test(found.segment);
  const end = words[last]!.at + words[last]!.text.length;
  const left = found.index + found.segment.length - end;
  return left >= 0 && (!starts || (left > 0 && last - first < SHORT));
}
