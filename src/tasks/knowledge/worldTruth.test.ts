import { expect, test } from "vitest";
import { createRandom } from "../../protocol/random.ts";
import type { Piece } from "../../protocol/run.ts";
import { EXAMPLE_PASSAGES } from "./examples/examples.ts";
import { createPassage } from "./world/passage.ts";
import { waffle } from "./world/phrasing.ts";
import { askAll } from "./world/question.ts";
import { fillTemplate } from "./world/template.ts";
import { judgePieces } from "./worldTruth.ts";

const statement = (text: string): Piece => ({ id: "p", text, kept: true });
const pair = (question: string, answer: string): Piece => ({
  id: "p",
  text: "",
  question,
  answer,
  kept: true,
});

test("in the invented world every piece is judged by the passage's own sentences", () => {
  for (let seed = 0; seed < 20; seed++) {
    const { text, sentences, people } = createPassage(createRandom(seed));
    const passage = { title: "World", text, questions: [] };
    const truths = (pieces: Piece[]) => judgePieces(pieces, passage).map(({ truth }) => truth);
    // One at a time, a sentence with a pronoun does not say whom it is about.
    const whole = sentences.filter((sentence) => !/\b(?:he|she|it)\b/i.test(sentence));
    for (const truth of truths(whole.map(statement))) expect(["true", "vague"]).toContain(truth);
    const questions = askAll(
      { text, sentences, people, facts: createPassage(createRandom(seed)).facts },
      createRandom(1),
    );
    expect(truths(questions.map((asked) => pair(asked.text, asked.answer)))).toEqual(
      questions.map(() => "true"),
    );
    expect(
      truths([
        statement(fillTemplate(waffle[0]!, { n: people[0]! })),
        statement("Blue."),
        pair(questions[0]!.text, "Nobody"),
      ]),
    ).toEqual(["vague", "unknown", "false"]);
  }
});

test("and its kind is named", () => {
  const { text, sentences } = createPassage(createRandom(1));
  const pieces = [statement(sentences[1]!), statement("Blue."), pair("Who wrote Iron Crown?", "Nobody")];
  expect(judgePieces(pieces, { title: "World", text, questions: [] }).map(({ kind }) => kind)).toEqual([
    "restated",
    "other",
    "implied-question",
  ]);
});

test("of any other passage nothing is said", () => {
  const pieces = [statement("Orsvik has a clock.")];
  expect(judgePieces(pieces, EXAMPLE_PASSAGES[0]!)).toEqual(pieces);
});
