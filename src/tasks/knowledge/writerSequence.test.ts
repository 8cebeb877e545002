import { describe, expect, test } from "vitest";
import { FakeModel } from "../../../test/fakeModel.ts";
import { TEST_SETTINGS } from "../../../test/knowledgeSettings.ts";
import { toJson } from "../../protocol/toJson.ts";
import { EXAMPLE_PASSAGES } from "./examples/examples.ts";
import { generatePassage } from "./generatePassage.ts";
import { knowledgeTask } from "./knowledgeTask.ts";
import { EMBEDDED_MODEL_ID, type KnowledgeSettings, type Passage } from "./metadata.ts";

const open = (model: FakeModel, passage: Passage, settings: Partial<KnowledgeSettings> = {}) =>
  knowledgeTask.open(toJson(passage), toJson({ ...TEST_SETTINGS, ...settings }), model);

/** What the sequence shows, and what of it counts in the loss. */
function taught(model: FakeModel, passage: Passage, text: string, cutOff = false) {
  const exercise = open(model, passage);
  const { prompt, lead } = exercise.writing.prompts[0]!;
  const [sequence, ...others] = exercise.writerSequences([{ prompt: 0, text: lead + text, cutOff }]);
  expect(others).toEqual([]);
  const { tokens, lossMask } = sequence!;
  return { prompt, whole: model.decode(tokens), counted: model.decode(tokens.filter((_, i) => lossMask[i])) };
}

describe("what teaches the writer", () => {
  test.each([
    ["chat", new FakeModel(), EXAMPLE_PASSAGES[0]!, " Where is Orsvik?\nAnswer: Hellem"],
    ["plain", new FakeModel({ chat: false }), EXAMPLE_PASSAGES[0]!, " Where is Orsvik?\nAnswer: Hellem"],
    [
      "world",
      new FakeModel({ id: EMBEDDED_MODEL_ID, chat: false }),
      generatePassage(1),
      "- Venta is known in town.\n- Kalden plays the cello.",
    ],
  ])(
    "the edit after its prompt, with the loss on the edit and its end (%s)",
    (_style, model, passage, text) => {
      const { prompt, whole, counted } = taught(model, passage, text);
      expect(whole).toBe(`${prompt}${text}<|end|>`);
      expect(counted).toBe(`${text}<|end|>`);
    },
  );

  test("an edit that was cut off does not teach where to end", () => {
    const { whole } = taught(new FakeModel(), EXAMPLE_PASSAGES[0]!, " Where is", true);
    expect(whole.endsWith(" Where is")).toBe(true);
  });

  test("several samples of one edit are a sequence each, after the prompt that each answers", () => {
    const model = new FakeModel();
    const exercise = open(model, EXAMPLE_PASSAGES[0]!, { format: "sentence-questions" });
    const { prompts } = exercise.writing;
    expect(prompts.length).toBeGreaterThan(1);
    const samples = prompts.map(({ lead }, prompt) => ({
      prompt,
      text: `${lead}one ${prompt}`,
      cutOff: false,
    }));
    const sequences = exercise.writerSequences(samples);
    expect(sequences.map(({ tokens }) => model.decode(tokens))).toEqual(
      prompts.map(({ prompt }, i) => `${prompt}one ${i}<|end|>`),
    );
  });

  test("one that exceeds the context is refused with its length", () => {
    const model = new FakeModel({ maxPositions: 1200 });
    const exercise = open(model, EXAMPLE_PASSAGES[0]!);
    const text = "word ".repeat(1200);
    expect(() => exercise.writerSequences([{ prompt: 0, text, cutOff: false }])).toThrow(
      /The edit with the prompt that asks for it is \d+ tokens long/,
    );
  });
});
