import { describe, expect, test } from "vitest";
import { readPassages } from "./squadJson.ts";

const qa = (question: string, ...answers: string[]) => ({
  id: "1",
  question,
  answers: answers.map((text) => ({ text, answer_start: 0 })),
});
const squad = (...qas: unknown[]) =>
  JSON.stringify({
    version: "v2.0",
    data: [{ title: "Port_Selby", paragraphs: [{ context: " A tower. ", qas }] }],
  });

describe("SQuAD files", () => {
  test("one passage a paragraph; the same answer by several people counts once", () => {
    expect(readPassages(squad(qa("What is it?", "A tower", "tower", "A tower")))).toEqual({
      passages: [
        {
          title: "Port Selby",
          text: "A tower.",
          questions: [{ question: "What is it?", answers: ["A tower", "tower"] }],
        },
      ],
      unanswerable: 0,
    });
  });

  test("unanswerable questions are left out and counted", () => {
    const imported = readPassages(squad({ ...qa("Who?"), is_impossible: true }, qa("What?", "tower")));
    expect(imported.unanswerable).toBe(1);
    expect(imported.passages[0]?.questions).toHaveLength(1);
  });

  test.each([
    ["{", "it is not JSON"],
    ["[]", "it holds no passage"],
    ['{"data": 3}', "field “data”"],
    ["null", "expected object"],
    [squad(qa("What?", "tower"), qa("Who?")), "article 1, paragraph 1, question 2 has no answer"],
    [
      squad(qa("What?", "tower"), qa(" ", "tower")),
      "article 1, paragraph 1, question 2, field “question”: is empty",
    ],
    [squad(qa("What?", "")), "article 1, paragraph 1, question 1, answer 1, field “text”: is empty"],
    [squad(), "passage 1 (“Port Selby”) has no question"],
  ])("%j is refused, naming the place", (json, place) => {
    expect(() => readPassages(json)).toThrow(place);
  });
});

describe("our own form", () => {
  test("context or text, answer or answers", () => {
    const questions = [{ question: "What?", answer: "tower" }];
    const { passages } = readPassages(
      JSON.stringify([
        { title: "A", context: "A tower.", questions },
        { title: "B", text: "B.", questions: [{ question: "Who?", answers: ["x", "y"], kind: "direct" }] },
      ]),
    );
    expect(passages[0]).toEqual({
      title: "A",
      text: "A tower.",
      questions: [{ question: "What?", answers: ["tower"] }],
    });
    expect(passages[1]?.questions[0]).toEqual({ question: "Who?", answers: ["x", "y"], kind: "direct" });
  });

  test.each([
    [[{ title: "A", questions: [] }], "passage 1: has no context and no text"],
    [[{ title: "A", text: "b", questions: [{ question: "c" }] }], "passage 1, question 1: has no answer"],
    [[{ title: "A", text: "b", questions: [] }], "passage 1 (“A”) has no question"],
    [[{ title: "", text: "b", questions: [] }], "passage 1, field “title”: is empty"],
    [[3], "passage 1"],
  ])("%j is refused, naming the place", (value, place) => {
    expect(() => readPassages(JSON.stringify(value))).toThrow(place);
  });
});
