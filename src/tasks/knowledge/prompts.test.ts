import { describe, expect, test } from "vitest";
import { FakeModel } from "../../../test/fakeModel.ts";
import { TEST_SETTINGS } from "../../../test/knowledgeSettings.ts";
import { containsAnswer } from "./answers/scoring.ts";
import { editPrompts } from "./edit/editPrompt.ts";
import { promptStyleOf } from "./edit/promptStyle.ts";
import { closedBookFrame, inContextPrompt, promptOf } from "./edit/questionPrompt.ts";
import { sentencesOf } from "./edit/sentences.ts";
import { EXAMPLE_PASSAGES } from "./examples/examples.ts";
import { DEMONSTRATIONS } from "./formats/demonstrations.ts";
import { EMBEDDED_MODEL_ID, KNOWLEDGE_FIELDS, type KnowledgeSettings } from "./metadata.ts";

const chat = new FakeModel();
const plain = new FakeModel({ chat: false });
const world = new FakeModel({ chat: false, id: EMBEDDED_MODEL_ID });
const passage = EXAMPLE_PASSAGES[0]!;
const editPrompt = (...args: Parameters<typeof editPrompts>) => editPrompts(...args).prompts[0]!;
const settings = (more: Partial<KnowledgeSettings>) => ({ ...TEST_SETTINGS, ...more });

test("the style follows the model", () => {
  expect([chat, plain, world].map(promptStyleOf)).toEqual(["chat", "plain", "world"]);
});

describe.each([chat, plain, world])("closed book", (model) => {
  const style = promptStyleOf(model);
  test.each(EXAMPLE_PASSAGES.map((example) => [example.title, example] as const))(
    `${style}: neither the passage nor an answer is in the prompt (%s)`,
    (title, example) => {
      for (const { question, answers } of example.questions) {
        const prompt = promptOf(closedBookFrame(style, title, question, model));
        expect(prompt).toContain(question);
        if (style !== "world") expect(prompt).toContain(title);
        for (const sentence of example.text.split(/(?<=\.)\s/)) expect(prompt).not.toContain(sentence);
        for (const answer of answers)
          expect(containsAnswer(prompt, answer), `${answer} in ${prompt}`).toBe(false);
        expect(prompt).toBe(prompt.trimEnd());
      }
    },
  );

  test(`${style}: the check above would see a leak`, () => {
    const { question, answers } = passage.questions[0]!;
    const leaking = inContextPrompt(style, passage, question, model);
    expect(leaking).toContain(passage.text);
    expect(answers.some((answer) => containsAnswer(leaking, answer))).toBe(true);
  });
});

const EDIT_FORMATS = KNOWLEDGE_FIELDS.format.options.map(({ value }) => value);

describe("the prompt for a self-edit", () => {
  test.each(EDIT_FORMATS.filter((format) => !format.startsWith("sentence-")))(
    "%s: title and passage, no question and, but for your own, an instruction",
    (format) => {
      for (const model of [chat, plain]) {
        const made = editPrompt(
          promptStyleOf(model),
          passage,
          settings({ format, customPrompt: "Sing of it." }),
          model,
        );
        expect(made.prompt).toContain(`${passage.title}\n${passage.text}`);
        expect(made.prompt.endsWith(made.lead)).toBe(true);
        for (const { question } of passage.questions) expect(made.prompt).not.toContain(question);
        if (format === "custom") expect(made.prompt).toContain("Sing of it.");
      }
    },
  );

  test("the formats ask for different things", () => {
    const prompts = EDIT_FORMATS.map(
      (format) =>
        editPrompt("plain", passage, settings({ format, customPrompt: "Sing of it." }), plain).prompt,
    );
    expect(new Set(prompts).size).toBe(EDIT_FORMATS.length);
  });

  test("worked examples come first, as many as wanted, in the format asked for", () => {
    for (const model of [chat, plain]) {
      for (const demonstrations of [0, 1, 2]) {
        const { prompt } = editPrompt(
          promptStyleOf(model),
          passage,
          settings({ format: "self-qa", demonstrations }),
          model,
        );
        const shown = DEMONSTRATIONS.filter(({ text }) => prompt.includes(text));
        expect(shown).toHaveLength(demonstrations);
        for (const { text, questions } of shown) {
          expect(prompt.indexOf(text)).toBeLessThan(prompt.indexOf(passage.text));
          expect(prompt).toContain(`Question 1: ${questions[0]![0]}\nAnswer 1: ${questions[0]![1]}`);
        }
      }
    }
  });

  test("a prompt for each phrase that could be an answer, under its sentence", () => {
    const { prompts } = editPrompts("chat", passage, settings({ format: "sentence-questions" }), chat);
    expect(prompts.length).toBeGreaterThanOrEqual(sentencesOf(passage.text).length);
    prompts.forEach(({ prompt, lead }) => {
      expect(
        sentencesOf(passage.text).some((sentence) => prompt.includes(`Sentence: ${sentence}\n${lead}`)),
      ).toBe(true);
      expect(prompt.endsWith(lead)).toBe(true);
      for (const { question } of passage.questions) expect(prompt).not.toContain(question);
    });
  });

  test("a prompt for each sentence, with no other sentence of the passage in it", () => {
    const { prompts } = editPrompts("chat", passage, settings({ format: "sentence-rewrites" }), chat);
    const sentences = sentencesOf(passage.text);
    expect(prompts).toHaveLength(sentences.length);
    prompts.forEach(({ prompt }, i) => {
      expect(prompt).toContain(`Topic: ${passage.title}`);
      expect(sentences.filter((sentence) => prompt.includes(sentence))).toEqual([sentences[i]]);
    });
  });

  test("free continuation and the embedded model get no example", () => {
    const shown = settings({ format: "none", demonstrations: 2 });
    expect(editPrompt("chat", passage, shown, chat).prompt).toBe(`${passage.title}\n${passage.text}\n`);
    expect(editPrompt("world", passage, settings({ demonstrations: 2 }), world).prompt).toBe(
      `<|bos|>Passage: ${passage.text}\nImplications:\n`,
    );
  });
});
