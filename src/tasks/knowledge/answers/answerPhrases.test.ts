import { expect, test } from "vitest";
import { answerPhrases } from "./answerPhrases.ts";

test.each([
  [
    "It was worth $32 billion in 2011, up from $28 billion in September 2010.",
    ["$32 billion", "2011", "$28 billion", "September 2010"],
  ],
  ["In December 2008, Harvard lost 22% of it.", ["December 2008", "22%"]],
  ["Ivo Lantz found it on the island of Terrin, where it feeds on resin.", ["Ivo Lantz", "Terrin", "resin"]],
  ["The Edict of Nantes protected them, and the Duke of York did not.", ["Edict of Nantes", "Duke of York"]],
  ["Nothing happened.", []],
])("names, numbers and closing phrases of “%s”", (sentence, phrases) => {
  expect(answerPhrases(sentence, "Harvard")).toEqual(phrases);
});

test("every phrase stands in its sentence, once", () => {
  const sentence = "Vell met Vell in Vell Bay on 3 May 1820, 3 May 1821 and at the Old Inn.";
  const phrases = answerPhrases(sentence, "");
  expect(phrases.every((phrase) => sentence.includes(phrase))).toBe(true);
  expect(new Set(phrases).size).toBe(phrases.length);
});

test("picks quotes and numbers where there are no capitals and no spaces", () => {
  expect(answerPhrases("作坊“明灯”建于1931年，出版了《灯具史》。", "作坊")).toEqual([
    "明灯",
    "1931",
    "灯具史",
  ]);
});

test("keeps decomposed accents together", () => {
  const sentence = "It stands in Sa\u0303o Lui\u0301s.";
  expect(answerPhrases(sentence, "A mill")).toEqual(["Sa\u0303o Lui\u0301s"]);
});
