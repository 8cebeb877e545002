import { describe, expect, test } from "vitest";
import { GLOSSARY, withTerms } from "./glossary.ts";
import type { LessonStep } from "./lesson.ts";
import { LESSONS } from "./lessons.ts";

const steps = LESSONS.flatMap((lesson) =>
  lesson.steps.map((step) => [`${lesson.id}/${step.id}`, step] as const),
);

function sentences(text: string): number {
  return (text.match(/[.?!](?=["”’]?(\s|$))/g) ?? []).length;
}

describe("lessons", () => {
  test("have addresses of their own that need no escaping", () => {
    const addresses = steps.map(([address]) => address);
    expect(new Set(addresses).size).toBe(addresses.length);
    for (const address of addresses) expect(address).toBe(encodeURI(address));
  });

  test.each(steps)("%s says what to look at in two to five sentences", (_, { text }) => {
    expect(sentences(text)).toBeGreaterThanOrEqual(2);
    expect(sentences(text)).toBeLessThanOrEqual(5);
  });

  test.each(steps)("%s names only terms that the glossary explains", (_, step: LessonStep) => {
    const all = [step.text, step.luck ?? "", step.action?.say ?? ""];
    for (const text of all) expect(() => withTerms(text)).not.toThrow();
  });

  const questions = steps.flatMap(([address, { question }]) =>
    question ? [[address, question] as const] : [],
  );
  test.each(questions)("%s has one right answer, and a reason for each", (_, { options }) => {
    expect(options.filter(({ right }) => right)).toHaveLength(1);
    for (const { why } of options) expect(sentences(why)).toBeGreaterThanOrEqual(1);
  });

  test("each asks for a prediction, and says once why what was seen may be luck", () => {
    for (const { id, steps } of LESSONS) {
      expect(
        steps.some(({ question }) => question),
        id,
      ).toBe(true);
    }
    const withLuck = LESSONS.filter(({ steps }) => steps.some(({ luck }) => luck !== undefined));
    expect(withLuck.length).toBeGreaterThan(LESSONS.length / 2);
  });
});

describe("the glossary", () => {
  test("is in alphabetical order, and every entry is a sentence", () => {
    const keys = Object.keys(GLOSSARY);
    expect(keys).toEqual([...keys].sort((a, b) => a.localeCompare(b, "en", { sensitivity: "base" })));
    for (const { meaning } of Object.values(GLOSSARY)) expect(meaning).toMatch(/\.$/);
  });

  test("splits a text at its terms", () => {
    expect(withTerms("Its [[weights|numbers]] and a [[token]].")).toEqual([
      "Its ",
      { term: "weights", written: "numbers" },
      " and a ",
      { term: "token", written: "token" },
      ".",
    ]);
    expect(() => withTerms("[[no such term]]")).toThrow("no such term");
  });
});
