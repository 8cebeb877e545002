/** A word as answers are compared by it, and where it begins in the text that it was cut from. */
export interface AnswerWord {
  readonly text: string;
  readonly at: number;
}

/** A text in the form in which answers are compared. */
export interface PlainText {
  /** Words and single spaces only, in lower case. */
  readonly text: string;
  readonly words: readonly AnswerWord[];
}

/** Python's string.punctuation, which SQuAD's script removes without a space, signs of currency like its "$", and the stroke in "½". */
const PUNCTUATION = /[!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~\u2044\p{Sc}]/gu;

// Other punctuation than ASCII's ([ -~]) has no rule in SQuAD's script.
/** What groups or joins numbers: "1914–1918" is "1914-1918". */
const IN_NUMBER = /(?<=\p{Nd})(?![ -~])\p{P}(?=\p{Nd})/gu;
/** Hyphens, quotation marks and apostrophes of any shape: removed, as ASCII's are. */
const JOINING = /(?![ -~—―])[\p{Pd}\p{Pi}\p{Pf}]|[´ʼ′″−׳״]/gu;
/** The rest stands between words: "、", "。", "—", "…", "¿". */
const SEPARATING = /(?![ -~])\p{P}/gu;
/** Soft hyphens, joiners, choices of a form and other characters that nobody sees. */
const INVISIBLE = /\p{Cf}|\p{Variation_Selector}/gu;
/** What French and others put between thousands; an ordinary space stands between two numbers. */
const THOUSANDS = /(?<=\p{Nd})[\u00a0\u2009\u202f](?=\p{Nd}{3}(?!\p{Nd}))/gu;

/** Letters that are written in two ways. */
const VARIANTS: ReadonlyMap<string, string> = new Map([
  ["ß", "ss"],
  ["œ", "oe"],
  ["æ", "ae"],
  // Turkish, of which capitals lose the dot in lower case.
  ["ı", "i"],
  ["ς", "σ"],
  // Greek capitals have no accents.
  ["ά", "α"],
  ["έ", "ε"],
  ["ή", "η"],
  ["ί", "ι"],
  ["ό", "ο"],
  ["ύ", "υ"],
  ["ώ", "ω"],
  ["ё", "е"],
  ["أ", "ا"],
  ["إ", "ا"],
  ["آ", "ا"],
  ["ٱ", "ا"],
  ["ى", "ي"],
  ["ی", "ي"],
  ["ک", "ك"],
  ["ة", "ه"],
]);
const VARIANT = new RegExp(`[${[...VARIANTS.keys()].join("")}]`, "gu");
/** Vowel points of Arabic and Hebrew, Arabic's stretching stroke, Russian stress, and the dot that lower case leaves of "İ". */
const POINTS =
  /(?<=\p{Script=Cyrillic})[\u0300\u0301]|(?=\p{M})[\u0591-\u05c7\u064b-\u065f\u0670]|\u0640|(?<=i)\u0307/gu;

/** Python splits at these too, which a regular expression does not count as white space. */
const SPACES = new RegExp(`[\\s${String.fromCharCode(0x1c)}-${String.fromCharCode(0x1f)}]+`);

/**
 * The words of a text after SQuAD's `normalize_answer` (lower case, no punctuation, no English articles), carried to
 * other scripts: NFKC, any punctuation, any digits; letters of scripts without spaces are words of their own. For ASCII
 * it is SQuAD's, character by character. Articles of other languages stay: which one a text is in, nothing says.
 */
export function plainText(text: string, keepArticles = false): PlainText {
  const bare = text
    .replace(INVISIBLE, "")
    .replace(IN_NUMBER, "")
    .replace(THOUSANDS, "")
    .replace(JOINING, "")
    .replace(SEPARATING, " ")
    .normalize("NFKC")
    .toLowerCase()
    .replace(POINTS, "")
    .replace(VARIANT, (letter) => VARIANTS.get(letter) ?? letter)
    .replace(/(?![0-9])\p{Nd}/gu, digitOf)
    .replace(PUNCTUATION, "");
  const words = (keepArticles ? bare : withoutArticles(bare)).split(SPACES).filter((word) => word !== "");
  const plain = words.join(" ");
  return {
    text: plain,
    words: [...plain.matchAll(WORD)].map((match) => ({ text: match[0], at: match.index })),
  };
}

/** A word cut where its script is written without spaces. */
export function scriptParts(word: string): string[] {
  return word.match(WORD) ?? [];
}

/** Whether a word is a letter of a script in which several make a word. */
export function standsForMore(word: string): boolean {
  return LETTER.test(word);
}

function withoutArticles(text: string): string {
  return text.replace(/(?<![\p{L}\p{M}\p{N}_])(a|an|the)(?![\p{L}\p{M}\p{N}_])/gu, " ");
}

const ALONE = String.raw`\p{Script=Han}|\p{Script=Hiragana}`;
const SYLLABIC = ["Thai", "Lao", "Khmer", "Myanmar", "Tibetan"].map((name) => `\\p{Script=${name}}`).join("");
const KATAKANA = String.raw`\p{Script=Katakana}\u30fc`;
const HANGUL = String.raw`\p{Script=Hangul}`;
/**
 * Scripts without spaces: a character each, with the marks that stand on it; a run of katakana, which is mostly one
 * name. Korean particles follow names in other letters too, so a word ends where hangul begins; and a number ends where
 * letters of its unit begin ("1931г.", "1931م"), other than Latin ones, of which SQuAD makes one word.
 */
const WORD = new RegExp(
  `[0-9]+(?=(?!\\p{Script=Latin})\\p{L})|(?:${ALONE})|[${SYLLABIC}]\\p{M}*|[${KATAKANA}]+|[${HANGUL}]+|(?:(?!${ALONE}|[${SYLLABIC}${KATAKANA}${HANGUL}])\\S)+`,
  "gu",
);

const LETTER = new RegExp(`^(?:${ALONE}|[${SYLLABIC}]\\p{M}*)$`, "u");

/** "٣" → "3": the ten digits of a script follow one another. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
  return String(value);
}
