import { describe, expect, test } from "vitest";
import { containsAnswer, isCorrect, normalizeAnswer, scoreAnswer, tokenF1 } from "./scoring.ts";

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
    ["Café “Zoë”", "café “zoë”"],
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
    expect(tokenF1("blue blue blue", "blue")).toBe(0.5);
    expect(tokenF1("", "blue")).toBe(0);
    expect(tokenF1("the", "a")).toBe(1);
    expect(tokenF1("red", "blue")).toBe(0);
  });

  test("correct means contains-gold", () => {
    expect(isCorrect(scoreAnswer("maybe it was Solvang who did", ["Marit Solvang", "Solvang"]))).toBe(true);
    expect(isCorrect(scoreAnswer("Marit", ["Marit Solvang"]))).toBe(false);
  });

  test("an empty output is wrong, whatever is accepted", () => {
    expect(scoreAnswer("", ["blue"])).toEqual({ exactMatch: 0, containsGold: 0, f1: 0 });
  });
});
