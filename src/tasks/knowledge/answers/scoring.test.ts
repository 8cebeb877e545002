import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { containsAnswer, isCorrect, normalizeAnswer, scoreAnswer } from "./scoring.ts";

describe("SQuAD normalisation, as the official script does it", () => {
  test.each([
    ["The Denver Broncos!", "denver broncos"],
    ["  a   cat,\tan owl and  the dog. ", "cat owl and dog"],
    ["U.S.A.", "usa"],
    ["Saint Bernadette's", "saint bernadettes"],
    ["$12.50", "1250"],
    ["twenty-five", "twentyfive"],
    ["theatre", "theatre"],
    ["Another anthem", "another anthem"],
    ["Café “Zoë”", "café zoë"],
    ["éa été", "éa été"],
    ["", ""],
    ["the", ""],
  ])("%j → %j", (text, normalised) => expect(normalizeAnswer(text)).toBe(normalised));
});

describe("scores", () => {
  test("the best of several accepted answers counts", () => {
    expect(scoreAnswer("It was built in 1891.", ["eleven", "1891"])).toEqual({
      exactMatch: 0,
      containsGold: 1,
      f1: 2 / 6,
    });
    expect(scoreAnswer("The 1891", ["1891"])).toEqual({ exactMatch: 1, containsGold: 1, f1: 1 });
  });

  test("contains-gold matches whole words only", () => {
    expect(containsAnswer("It has 31 doors", "3")).toBe(false);
    expect(containsAnswer("in larches", "larch")).toBe(false);
    expect(containsAnswer("It was the Old Heron, I think", "Old Heron")).toBe(true);
  });

  test("an answer of articles only is compared as it stands", () => {
    expect(containsAnswer("anything at all", "The")).toBe(false);
    expect(containsAnswer("It is The", "The")).toBe(true);
    expect(containsAnswer("anything", "?!")).toBe(false);
  });

  test("F1 counts repeated words once each, and empty texts as SQuAD does", () => {
    expect(scoreAnswer("blue blue blue", ["blue"]).f1).toBe(0.5);
    expect(scoreAnswer("", ["blue"]).f1).toBe(0);
    expect(scoreAnswer("the", ["a"]).f1).toBe(1);
    expect(scoreAnswer("red", ["blue"]).f1).toBe(0);
  });

  test("correct means contains-gold", () => {
    expect(isCorrect(scoreAnswer("maybe it was Solvang who did", ["Marit Solvang", "Solvang"]))).toBe(true);
    expect(isCorrect(scoreAnswer("Marit", ["Marit Solvang"]))).toBe(false);
  });

  test("an empty output is wrong, whatever is accepted", () => {
    expect(scoreAnswer("", ["blue"])).toEqual({ exactMatch: 0, containsGold: 0, f1: 0 });
  });
});

/** SQuAD v1.1's `normalize_answer`, written down from the script's four functions without a regular expression. */
function squadNormalised(text: string): string {
  const punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
  const isWordCharacter = (character: string) => /^[a-z0-9]$/.test(character);
  const spaces = [9, 10, 11, 12, 13, 28, 29, 30, 31, 32].map((code) => String.fromCharCode(code));
  const bare = [...text.toLowerCase()].filter((character) => !punctuation.includes(character));
  const runs: string[] = [];
  for (const character of bare) {
    const last = runs.at(-1);
    if (last !== undefined && isWordCharacter(last[0]!) === isWordCharacter(character)) {
      runs[runs.length - 1] = last + character;
    } else runs.push(character);
  }
  const kept = runs.map((run) => (["a", "an", "the"].includes(run) ? " " : run)).join("");
  const words: string[] = [""];
  for (const character of kept) {
    if (spaces.includes(character)) words.push("");
    else words[words.length - 1] += character;
  }
  return words.filter((word) => word !== "").join(" ");
}

const ascii = fc.string({ unit: "binary-ascii", maxLength: 60 });
const english = fc
  .array(
    fc.constantFrom("a", "an", "The", "tower", "U.S.", "don't", "3,000", "-", "$5", "x_y", "\u001c", "A."),
  )
  .map((words) => words.join(" "));

describe("on ASCII", () => {
  test("equals SQuAD's script", () => {
    fc.assert(
      fc.property(fc.oneof(ascii, english), fc.oneof(ascii, english), (text, gold) => {
        const [a, b] = [squadNormalised(text), squadNormalised(gold)];
        expect(normalizeAnswer(text)).toBe(a);
        expect(scoreAnswer(text, [gold]).exactMatch).toBe(a === b ? 1 : 0);
        if (b !== "" && ` ${a} `.includes(` ${b} `)) expect(containsAnswer(text, gold)).toBe(true);
      }),
      { numRuns: 2000, seed: 11 },
    );
  });
});

describe("in other scripts and languages", () => {
  test.each([
    ["Chinese, full stop", "石桥镇。", "石桥镇"],
    ["Chinese, within a sentence", "磨坊在石桥镇的东边", "石桥镇"],
    ["Chinese, a number", "共有４２扇门", "42"],
    ["Japanese, politely", "大阪府です。", "大阪府"],
    ["Japanese, katakana and particle", "ロンドンで生まれた", "ロンドン"],
    ["Japanese, half-width", "ﾛﾝﾄﾞﾝ", "ロンドン"],
    ["Korean, particle", "대전광역시에서요", "대전광역시"],
    ["Korean, copula", "답은 세종대왕이었습니다.", "세종대왕"],
    ["Korean, after other letters", "1931년에 Orvik에서", "Orvik"],
    ["Korean, decomposed", "부산".normalize("NFD"), "부산"],
    ["Thai", "เขาอยู่ที่เชียงใหม่ครับ", "เชียงใหม่"],
    ["Thai, a word of two letters", "เขาเห็นกาตัวหนึ่ง", "กา"],
    ["Thai, the head of a compound", "เขาเกิดที่กรุงเทพมหานคร", "กรุงเทพ"],
    ["Thai, where the dictionary cuts otherwise", "สุนทรภู่เป็นกวี", "กวี"],
    ["Khmer", "ភ្នំពេញជារាជធានី", "ភ្នំពេញ"],
    ["Arabic, article and preposition", "وُلد بالقاهرة", "القاهرة"],
    ["Arabic, vowel points", "القَاهِرَة،", "القاهره"],
    ["Arabic, digits", "في عام ١٩٣١", "1931"],
    ["Persian, its own letters", "کتاب", "كتاب"],
    ["Hebrew, prefix", "היא נולדה בירושלים", "ירושלים"],
    ["Hindi, danda", "राजधानी दिल्ली।", "दिल्ली"],
    ["Hindi, digits", "सन् १९३१ में", "1931"],
    ["Greek, capitals", "ΟΔΥΣΣΕΥΣ", "Οδυσσευς"],
    ["Greek, capitals without accents", "ΚΟΡΙΝΘΟΣ", "Κόρινθος"],
    ["Russian, stress", "Смоле́нск стоит на реке", "Смоленск"],
    ["French, thousands", "environ 12\u202f500 habitants", "12500"],
    ["a sign with a choice of its form", "☀\ufe0f Orvik", "☀ Orvik"],
    ["Chinese, a numeral", "共有四十二扇门", "四十二"],
    ["Greek, question mark", "Αθήνα;", "Αθήνα"],
    ["Russian, ё", "Королёв", "Королев"],
    ["Turkish, ending", "Ankara'da", "Ankara"],
    ["Turkish, dotted capital", "İzmir", "izmir"],
    ["German, quotes and ß", "„Gießen“", "GIESSEN"],
    ["Russian, a year with its unit", "в 1931г.", "1931"],
    ["Arabic, a year with its unit", "عام ١٩٤٢م", "1942"],
    ["Bengali, digits of its own", "১৯৪২ সালে", "1942"],
    ["full-width letters and digits", "ＯＲＶＩＫ　１９４２", "Orvik 1942"],
    ["Turkish, dotless", "IĞDIR", "ığdır"],
    ["French, ligature", "la Manœuvre", "manoeuvre"],
    ["a fraction", "½", "1/2"],
    ["French, elision", "Il vient de l’Ardèche", "Ardèche"],
    ["French, quotes", "« Orvik »", "Orvik"],
    ["Italian, elision", "vicino all'Adda", "Adda"],
    ["Spanish", "¡Es Toledo!", "Toledo"],
    ["Portuguese, decomposed", "Sa\u0303o Lui\u0301s", "São Luís"],
    ["Vietnamese, decomposed", "Huế".normalize("NFD"), "Huế"],
    ["dashes of any length", "1939-1945", "1939–1945"],
    ["a dash between words", "Orvik—a town", "Orvik"],
    ["an ellipsis", "Well…Orvik", "Orvik"],
    ["a soft hyphen", "Or\u00advik", "Orvik"],
  ])("%s: %j holds %j", (_, text, gold) => expect(isCorrect(scoreAnswer(text, [gold]))).toBe(true));

  test.each([
    ["another city whose name ends alike", "東京都です", "京都"],
    ["a longer number", "共有42扇门", "4"],
    ["a longer numeral", "四十二扇门", "四"],
    ["a longer numeral behind", "二十四扇门", "四扇门"],
    ["two numbers", "12 500", "12500"],
    ["a longer katakana name", "コロンビア", "ロンビア"],
    ["a longer Korean word", "김치", "김"],
    ["a longer Thai word", "เขาดื่มกาแฟ", "กา"],
    ["a longer Thai word, its end", "เขาดื่มกาแฟ", "แฟ"],
    ["a longer Thai word by one letter", "มากกว่า", "มา"],
    ["a tone mark", "ใหม่", "ใหม"],
    ["a vowel sign", "दिल्ली", "दिल"],
    ["a longer Arabic word", "كتابات", "كتاب"],
    ["an English possessive, as SQuAD has it", "Bernadette's", "Bernadette"],
    ["an Irish name", "O'Brien", "Brien"],
  ])("%s: %j does not hold %j", (_, text, gold) => expect(containsAnswer(text, gold)).toBe(false));

  test("what is the same but for its form is an exact match", () => {
    for (const text of ["“Orvik”", "Orvik。", "Ｏｒｖｉｋ", "¿Orvik?", "orvik…"]) {
      expect(scoreAnswer(text, ["Orvik"])).toEqual({ exactMatch: 1, containsGold: 1, f1: 1 });
    }
  });

  test("F1 counts letters where a script has no spaces", () => {
    expect(scoreAnswer("石桥镇。", ["石桥"]).f1).toBeCloseTo(0.8);
    expect(scoreAnswer("กา", ["มา"]).f1).toBe(0.5);
  });
});
