import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, test } from "vitest";
import { PlaygroundError } from "../../../protocol/playgroundError.ts";
import type { Passage } from "../metadata.ts";
import { readPassages } from "./passageFile.ts";

const words = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
  .map((text) => `w${text}`.replaceAll("|", " ").replace(/\s+/gu, " ").trim());
const anyPassage: fc.Arbitrary<Passage> = fc.record({
  title: words.map((title) => title.replaceAll("_", " ").trim()),
  text: words,
  questions: fc.array(
    fc.record({ question: words, answers: fc.uniqueArray(words, { minLength: 1, maxLength: 3 }) }),
    { minLength: 1, maxLength: 3 },
  ),
});
const anyPassages = fc.uniqueArray(anyPassage, {
  minLength: 1,
  maxLength: 4,
  selector: ({ title, text }) => `${title}\n${text}`,
});

describe("any passages come back from", () => {
  const rowsOf = (passages: readonly Passage[]) =>
    passages.flatMap(({ title, text, questions }) =>
      questions.map(({ question, answers }) => ({
        title,
        context: text,
        question,
        answers: { text: answers },
      })),
    );
  test.each<[string, (passages: readonly Passage[]) => string]>([
    [
      "SQuAD",
      (passages) =>
        JSON.stringify({
          data: passages.map(({ title, text, questions }) => ({
            title,
            paragraphs: [
              {
                context: text,
                qas: questions.map(({ question, answers }) => ({
                  question,
                  answers: answers.map((one) => ({ text: one })),
                })),
              },
            ],
          })),
        }),
    ],
    ["our own form", (passages) => JSON.stringify(passages)],
    ["the Hub's rows", (passages) => JSON.stringify(rowsOf(passages))],
    [
      "JSON lines",
      (passages) => [{ header: 1 }, ...rowsOf(passages)].map((one) => JSON.stringify(one)).join("\n"),
    ],
    [
      "CSV",
      (passages) =>
        Papa.unparse(
          rowsOf(passages).map(({ answers, ...rest }) => ({ ...rest, answer: answers.text.join("|") })),
        ),
    ],
  ])("%s", (_, write) => {
    fc.assert(
      fc.property(anyPassages, (passages) => {
        expect(readPassages(write(passages)).passages).toEqual(passages);
      }),
      { numRuns: 100, seed: 3 },
    );
  });
});

test("meets any text with passages or a PlaygroundError", () => {
  const value = fc.oneof(fc.jsonValue(), fuzzedFile());
  const mutated = fc.tuple(value, fc.nat(), fc.string({ maxLength: 3 })).map(([json, at, insert]) => {
    const text = JSON.stringify(json);
    const where = at % (text.length + 1);
    return text.slice(0, where) + insert + text.slice(where + insert.length);
  });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        value.map((one) => JSON.stringify(one)),
        mutated,
      ),
      (text) => {
        try {
          const { passages } = readPassages(text);
          for (const { title, questions } of passages) {
            expect(title).not.toBe("");
            expect(questions.length).toBeGreaterThan(0);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(PlaygroundError);
        }
      },
    ),
    { numRuns: 1000, seed: 7 },
  );
});

/** Files of the known forms with odd things in them. */
function fuzzedFile(): fc.Arbitrary<unknown> {
  const odd = fc.oneof({ weight: 4, arbitrary: fc.string() }, fc.jsonValue({ maxDepth: 1 }));
  const answers = fc.oneof(
    fc.array(fc.record({ text: odd }, { requiredKeys: [] })),
    odd,
    fc.record({ text: fc.array(odd) }),
  );
  const question = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ question: odd, answers, answer: odd, is_impossible: odd }, { requiredKeys: [] }),
    },
    odd,
  );
  const paragraph = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record(
        { context: odd, title: odd, qas: fc.oneof(fc.array(question), odd), question: odd, answers },
        { requiredKeys: [] },
      ),
    },
    odd,
  );
  const article = fc.record(
    { title: odd, paragraphs: fc.oneof(fc.array(paragraph), odd) },
    { requiredKeys: [] },
  );
  return fc.oneof(
    fc.record({ data: fc.array(fc.oneof(article, paragraph)) }),
    fc.array(paragraph),
    paragraph,
  );
}
