import { expect, test } from "vitest";
import { TEST_SETTINGS } from "../../../../test/knowledgeSettings.ts";
import { parseEdit } from "../edit/parseEdit.ts";
import { EXAMPLE_PASSAGES } from "../examples/examples.ts";

const orsvik = EXAMPLE_PASSAGES.find(({ title }) => title === "Orsvik")!;
const settings = { ...TEST_SETTINGS, format: "sentence-rewrites" as const };

test("each sample is one piece; what was cut off, repeated or taken from the examples is not kept", () => {
  const texts = [
    " Orsvik lies on the island of Hellem.",
    "Orsvik lies on the island of Hellem.",
    "The people of Gorse moved to the hills because the river floods every spring.",
    "Marit Solvang built the",
  ];
  const samples = texts.map((text, prompt) => ({ prompt, text, cutOff: prompt === 3 }));
  const pieces = parseEdit("chat", samples, orsvik, settings);
  expect(pieces.map(({ kept, note }) => (kept ? "kept" : note))).toEqual([
    "kept",
    "repeats piece 1",
    "copied from the worked example",
    "cut off at the token limit",
  ]);
  expect(pieces[0]).toMatchObject({ text: "Orsvik lies on the island of Hellem." });
  expect(pieces[0]).not.toHaveProperty("question");
});
