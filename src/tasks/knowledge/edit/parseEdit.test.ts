import { describe, expect, test } from "vitest";
import { TEST_SETTINGS } from "../../../../test/knowledgeSettings.ts";
import type { Piece } from "../../../protocol/run.ts";
import { EXAMPLE_PASSAGES } from "../examples/examples.ts";
import type { EditFormatId } from "../formats/formatChoices.ts";
import type { KnowledgeSettings } from "../metadata.ts";
import { parseEdit } from "./parseEdit.ts";

const orsvik = EXAMPLE_PASSAGES.find(({ title }) => title === "Orsvik")!;

function parse(
  format: EditFormatId,
  text: string,
  more: Partial<KnowledgeSettings> = {},
  cutOff = false,
): Piece[] {
  const settings = { ...TEST_SETTINGS, format, demonstrations: 0, ...more };
  return parseEdit("chat", [{ prompt: 0, text, cutOff }], orsvik, settings);
}

const kept = (pieces: Piece[]) => pieces.filter((piece) => piece.kept).map(({ text }) => text);
const pairs = (pieces: Piece[]) =>
  pieces.filter((piece) => piece.kept).map(({ question, answer }) => [question, answer]);
const dropped = (pieces: Piece[]) =>
  pieces.filter((piece) => !piece.kept).map(({ text, note }) => [text, note]);

describe("lists of statements", () => {
  test("numbers, bullets, Markdown and labels go; the statements stay", () => {
    const text = [
      "1. Orsvik lies on Hellem.",
      "2) **Orsvik** has *eleven* pupils.",
      "(3) The `tide clock` has one hand.",
      "- Implication 4: The main street floods twice a year.",
      "• “Saithe is smoked over juniper.”",
      "* 6. **Implication 6:** Brennhavn is the nearest town.",
      "7.Marit Solvang built the clock.",
      "> The houses stand on stilts.",
    ].join("\n");
    expect(kept(parse("implications", text))).toEqual([
      "Orsvik lies on Hellem.",
      "Orsvik has eleven pupils.",
      "The tide clock has one hand.",
      "The main street floods twice a year.",
      "Saithe is smoked over juniper.",
      "Brennhavn is the nearest town.",
      "Marit Solvang built the clock.",
      "The houses stand on stilts.",
    ]);
  });

  test("numbers that belong to the statement stay", () => {
    expect(
      kept(parse("implications", "214 people live in Orsvik.\n1891 was the year of the clock.")),
    ).toEqual(["214 people live in Orsvik.", "1891 was the year of the clock."]);
  });

  test("framing is dropped with its reason", () => {
    const text =
      "Here are several implications of the passage:\n## Implications\n---\n1. Orsvik floods in spring.\nOk.\n" +
      "I hope this helps!";
    expect(dropped(parse("implications", text))).toEqual([
      ["Here are several implications of the passage:", "a heading"],
      ["Implications", "a heading"],
      ["---", "no words in it"],
      ["Ok.", "too short"],
      ["I hope this helps!", "an introduction, not content"],
    ]);
  });

  test("repeats are dropped whatever their numbering and case, and point at the first", () => {
    const text =
      "1. The clock has one hand.\n2. Orsvik is a village.\n3. the clock has ONE hand\n4. Orsvik is a village.";
    expect(dropped(parse("implications", text))).toEqual([
      ["the clock has ONE hand", "repeats piece 1"],
      ["Orsvik is a village.", "repeats piece 2"],
    ]);
  });

  test("a line that runs in circles is dropped", () => {
    const circle = `The village of ${"the sea of the sea of ".repeat(8)}`;
    expect(dropped(parse("implications", circle))).toEqual([[circle.trim(), "runs in circles"]]);
  });

  test("only at the token limit is a last line without an end cut off", () => {
    const text = "1. The clock has one hand.\n2. Orsvik lives from smoked";
    expect(kept(parse("implications", text))).toHaveLength(2);
    expect(dropped(parse("implications", text, {}, true))).toEqual([
      ["Orsvik lives from smoked", "cut off at the token limit"],
    ]);
  });

  test("beyond the cap pieces are shown but not kept", () => {
    const text = Array.from({ length: 5 }, (_, i) => `${i + 1}. The clock has hour number ${i + 1}.`).join(
      "\n",
    );
    const pieces = parse("implications", text, { maxPieces: 3 });
    expect(kept(pieces)).toHaveLength(3);
    expect(pieces[4]).toMatchObject({ kept: false, note: "beyond the 3 pieces allowed" });
  });

  test("nothing written gives no pieces, and white space none either", () => {
    expect(parse("implications", "")).toEqual([]);
    expect(parse("rewrite", " \n\n\t\n")).toEqual([]);
  });

  test("thoughts lead to implications and are not trained on", () => {
    const text =
      "The passage is about a village.\n\nImplications:\n1. Orsvik has a school.\n2. Orsvik has a clock.";
    const pieces = parse("chain-of-thought", text);
    expect(kept(pieces)).toEqual(["Orsvik has a school.", "Orsvik has a clock."]);
    expect(pieces[0]?.note).toBe("a thought, not an implication");
  });

  test("thoughts without implications are trained on", () => {
    expect(kept(parse("chain-of-thought", "Orsvik is a village with a clock."))).toHaveLength(1);
  });

  test("several samples are one edit: what a later one repeats is dropped", () => {
    const settings = { ...TEST_SETTINGS, format: "implications" as const };
    const samples = ["1. Orsvik has a school.", "1. Orsvik has a school.\n2. Orsvik has a clock."];
    const pieces = parseEdit(
      "chat",
      samples.map((text) => ({ prompt: 0, text, cutOff: false })),
      orsvik,
      settings,
    );
    expect(kept(pieces)).toEqual(["Orsvik has a school.", "Orsvik has a clock."]);
    expect(pieces.map(({ id }) => id)).toEqual(["p1", "p2", "p3"]);
  });
});

describe("questions and answers", () => {
  const expected = [
    ["Who built the tide clock?", "Marit Solvang"],
    ["When was it built?", "1891"],
  ];

  test.each([
    [
      "the form asked for",
      "Question 1: Who built the tide clock?\nAnswer 1: Marit Solvang\nQuestion 2: When was it built?\nAnswer 2: 1891",
    ],
    [
      "Markdown and blank lines",
      "**Question 1:** Who built the tide clock?\n\n**Answer:** Marit Solvang\n\n**Question 2:** When was it built?\n\n**Answer:** 1891",
    ],
    ["short marks", "Q1: Who built the tide clock?\nA1: Marit Solvang\n\nQ: When was it built?\nA: 1891"],
    [
      "numbered questions, the answer on the next line",
      "1. Who built the tide clock?\n   Marit Solvang\n2. When was it built?\n   - 1891",
    ],
    [
      "numbers and marks",
      "1. Question: Who built the tide clock?\n   Answer: Marit Solvang\n2. Question: When was it built?\n   Answer: 1891",
    ],
    ["one line each", "1. Who built the tide clock? Marit Solvang\n2. When was it built? (Answer: 1891)"],
    [
      "one line each with marks",
      "Q: Who built the tide clock? A: Marit Solvang\nQ: When was it built? A: 1891",
    ],
    [
      "doubled marks",
      "Question 1: Question: Who built the tide clock?\nAnswer: Marit Solvang\nQuestion 2: 2. When was it built?\nAnswer: 1891",
    ],
    [
      "a question without its mark",
      "Question 1: Who built the tide clock\nAnswer: Marit Solvang\nQuestion 2: When was it built?\nCorrect answer: 1891",
    ],
  ])("%s", (name, text) => {
    const found = pairs(parse("self-qa", text));
    expect(found[1]).toEqual(expected[1]);
    expect(found[0]).toEqual([
      name.startsWith("a question") ? "Who built the tide clock" : expected[0]![0],
      "Marit Solvang",
    ]);
    expect(found).toHaveLength(2);
  });

  test("what is no pair is shown with the reason", () => {
    const text = [
      "Here are the questions:",
      "Answer: Hellem",
      "Question 1: Who built the clock?",
      "Question 2: When was the clock built?",
      "Answer: Not mentioned in the passage.",
      "Question 3: Which wood are the stilts made of?",
      "A) larch",
      "B) oak",
      "Answer: A",
      "Question 4: Why?",
      "Answer: because",
      "Question 5: Where is Orsvik?",
    ].join("\n");
    const pieces = parse("self-qa", text);
    expect(kept(pieces)).toEqual([]);
    expect(pieces.map(({ note }) => note)).toEqual([
      "a heading",
      "an answer without a question",
      "a question without an answer",
      "says that it has no answer",
      "a choice of a multiple-choice question",
      "a choice of a multiple-choice question",
      "the answer is a letter of a list",
      "not a whole question",
      "a question without an answer",
    ]);
  });

  test("a pair cut off at the token limit is dropped; the same question twice too", () => {
    const text =
      "Question 1: Who built the clock?\nAnswer: Marit Solvang\nQuestion 2: Who built the clock?\nAnswer: a steamer\nQuestion 3: Where is it?\nAnswer: On the net";
    expect(dropped(parse("self-qa", text, {}, true)).map(([, note]) => note)).toEqual([
      "repeats piece 1",
      "cut off at the token limit",
    ]);
  });

  test("statements among questions are used as statements", () => {
    const pieces = parse("self-qa", "Orsvik lies on the island of Hellem.\nQ: Where is Orsvik?\nA: Hellem");
    expect(pieces[0]).toMatchObject({ kept: true, note: "a statement, not a question" });
    expect(pieces[0]?.question).toBeUndefined();
    expect(pieces[1]).toMatchObject({ question: "Where is Orsvik?", answer: "Hellem" });
  });

  test("the user's own prompt may ask for either", () => {
    expect(
      pairs(parse("custom", "Q: Where is Orsvik?\nA: Hellem\nQ: What is smoked?\nA: saithe")),
    ).toHaveLength(2);
    expect(parse("custom", "Orsvik lies on Hellem.\nWho would have thought?")[0]?.question).toBeUndefined();
  });
});

describe("pieces that are sentences", () => {
  const cut = { cut: "sentences" as const };

  test("lines are cut at the ends of sentences, and each is judged by itself", () => {
    const text = "1. Orsvik lies on Hellem. It has 214 inhabitants. Camp David is near.\n2. It floods twice.";
    expect(kept(parse("rewrite", text, { ...cut, keep: "grounded" }))).toEqual([
      "Orsvik lies on Hellem.",
      "It has 214 inhabitants.",
      "It floods twice.",
    ]);
    expect(kept(parse("rewrite", text))).toHaveLength(2);
  });

  test("of a text that was cut off only the last sentence is lost", () => {
    const pieces = parse("rewrite", "1. Orsvik lies on Hellem. The tide clock was bu", cut, true);
    expect(kept(pieces)).toEqual(["Orsvik lies on Hellem."]);
    expect(dropped(pieces)).toEqual([["The tide clock was bu", "cut off at the token limit"]]);
  });

  test("questions keep their answers", () => {
    const text = "Q: Where is Orsvik? Is it far?\nA: Hellem. Yes.";
    expect(parse("self-qa", text, cut)).toEqual(parse("self-qa", text));
  });
});

describe("what the passage does not say", () => {
  const text =
    "1. Orsvik has 214 inhabitants.\n2. The treaty ended with the Camp David Accords in 1980.\n3. Orsvik has fourteen hours on its clock.";

  test("is noted, and dropped only if so set", () => {
    const pieces = parse("implications", text);
    expect(kept(pieces)).toHaveLength(3);
    expect(pieces[1]?.note).toBe("“Camp” is not in the passage");
    expect(kept(parse("implications", text, { keep: "grounded" }))).toEqual([
      "Orsvik has 214 inhabitants.",
      "Orsvik has fourteen hours on its clock.",
    ]);
  });

  test("several words are quoted one by one", () => {
    const note = (words: string) => parse("implications", words)[0]?.note;
    expect(note("The work will warm their hands.")).toBe("“work”, “warm” and “hands” are not in the passage");
    expect(note("They work, work and work.")).toBe("“work” is not in the passage");
  });

  test("numbers count the same in words and in digits", () => {
    expect(parse("implications", "The school of Orsvik has 11 pupils.")[0]?.note).toBeUndefined();
  });

  test("lines copied from the worked example are never trained on", () => {
    const copied =
      "Question 1: Who was the keeper of the Port Selby lighthouse?\nAnswer 1: Anna Dorrow\nQuestion 2: Did Anna Dorrow keep the clock?\nAnswer 2: Yes";
    const pieces = parse("self-qa", copied, { demonstrations: 1 });
    expect(pieces.map(({ note }) => note)).toEqual([
      "copied from the worked example",
      "“Anna” is from the worked example",
    ]);
    expect(kept(pieces)).toEqual([]);
  });
});

describe("the invented world's layout", () => {
  test("bullets and questions; anything else is dropped", () => {
    const text =
      "- Kalden sits with the strings.\nQuestion: Who wrote Iron Crown? Answer: Venta.\nKalden\n- Venta";
    const pieces = parseEdit("world", [{ prompt: 0, text, cutOff: true }], orsvik, TEST_SETTINGS);
    expect(pieces).toMatchObject([
      { text: "Kalden sits with the strings.", kept: true },
      { question: "Who wrote Iron Crown?", answer: "Venta", kept: true },
      { kept: false, note: "not a line of an edit" },
      { kept: false, note: "cut off at the token limit" },
    ]);
  });
});
