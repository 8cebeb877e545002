import { describe, expect, test } from "vitest";
import { TEST_SETTINGS } from "../../../../test/knowledgeSettings.ts";
import { parseEdit } from "../edit/parseEdit.ts";
import { EXAMPLE_PASSAGES } from "../examples/examples.ts";
import { sentenceQuestions } from "./sentenceQuestions.ts";

const orsvik = EXAMPLE_PASSAGES.find(({ title }) => title === "Orsvik")!;

describe("questions to each sentence", () => {
  const settings = { ...TEST_SETTINGS, format: "sentence-questions" as const };
  const { asking } = sentenceQuestions;
  if (asking.kind !== "parts") throw new Error("It asks about each phrase.");
  const prompts = asking.prompts(orsvik, false);
  /** What the model wrote as the question to an answer. */
  const asked = (answer: string, question: string, cutOff = false) => {
    const prompt = prompts.findIndex(({ lead }) => lead === `Answer: ${answer}\nQuestion:`);
    return { prompt, text: `${prompts[prompt]!.lead} ${question}`, cutOff };
  };

  test("the answer is a phrase of the passage; what is no question to it is dropped", () => {
    const samples = [
      asked("214 people", "How many people live in Orsvik?"),
      asked("Hellem", "Why?"),
      asked("Marit Solvang", "Who built the tide clock?"),
      asked("1891", "Was it built in 1891?"),
      asked("wrecked steamer", "The gears came from"),
      asked("Brennhavn", "Which town is", true),
    ];
    const pieces = parseEdit("chat", samples, orsvik, settings);
    expect(pieces.filter(({ kept }) => kept).map(({ question, answer }) => [question, answer])).toEqual([
      ["How many people live in Orsvik?", "214 people"],
      ["Who built the tide clock?", "Marit Solvang"],
    ]);
    expect(pieces.filter(({ kept }) => !kept).map(({ note }) => note)).toEqual([
      "not a whole question",
      "the question gives its answer away",
      "not a question",
      "cut off at the token limit",
    ]);
  });

  test("questions of the worked examples are not trained on", () => {
    const samples = [
      asked("Hellem", "Who found the Maro beetle?"),
      asked("1891", "When did the people of Gorse build the clock?"),
    ];
    expect(parseEdit("chat", samples, orsvik, settings)).toMatchObject([
      { kept: false, note: "copied from the worked example" },
      { kept: false, note: "“Gorse” is from the worked example" },
    ]);
  });
});
