import { expect, test } from "vitest";
import { passageSchema } from "../metadata.ts";
import { EXAMPLE_PASSAGES } from "./examples.ts";

test("there are at least twelve passages, each with its own title", () => {
  expect(EXAMPLE_PASSAGES.length).toBeGreaterThanOrEqual(12);
  expect(new Set(EXAMPLE_PASSAGES.map((passage) => passage.title)).size).toBe(EXAMPLE_PASSAGES.length);
});

test.each(EXAMPLE_PASSAGES.map((passage) => [passage.title, passage] as const))("%s", (_, passage) => {
  expect(passageSchema.safeParse(passage).success).toBe(true);
  const words = passage.text.split(/\s+/).length;
  expect(words).toBeGreaterThanOrEqual(60);
  expect(words).toBeLessThanOrEqual(110);
  expect(passage.questions.length).toBeGreaterThanOrEqual(5);
  expect(passage.questions.length).toBeLessThanOrEqual(8);
  for (const { question, answers } of passage.questions) {
    expect(question.endsWith("?"), question).toBe(true);
    expect(
      answers.some((answer) => passage.text.includes(answer)),
      `an answer to “${question}” stands in the text`,
    ).toBe(true);
    for (const answer of answers) expect(question.toLowerCase()).not.toContain(answer.toLowerCase());
  }
});
