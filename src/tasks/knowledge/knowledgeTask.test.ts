import { describe, expect, test } from "vitest";
import { FakeModel } from "../../../test/fakeModel.ts";
import { TEST_SETTINGS } from "../../../test/knowledgeSettings.ts";
import type { Piece } from "../../protocol/run.ts";
import type { TrainingSequence } from "../../protocol/sequence.ts";
import { toJson } from "../../protocol/toJson.ts";
import type { Exercise, TextModel } from "../task.ts";
import { oraclePieces } from "./edit/oraclePieces.ts";
import { sentencesOf } from "./edit/sentences.ts";
import { EXAMPLE_PASSAGES } from "./examples/examples.ts";
import { generatePassage } from "./generatePassage.ts";
import { knowledgeTask } from "./knowledgeTask.ts";
import { EMBEDDED_MODEL_ID, type KnowledgeSettings, type Passage } from "./metadata.ts";
import { judgePieces } from "./worldTruth.ts";

const passage = EXAMPLE_PASSAGES[0]!;
const statement: Piece = { id: "p1", text: "Orsvik has a clock.", kept: true };
const pair: Piece = { id: "p2", text: "Who? Marit", question: "Who built it?", answer: "Marit", kept: true };
const lost: Piece = { id: "p3", text: "nothing", kept: false };

const open = (
  model: TextModel,
  settings: Partial<KnowledgeSettings> = {},
  changed: Partial<Passage> = {},
): Exercise =>
  knowledgeTask.open(toJson({ ...passage, ...changed }), { ...TEST_SETTINGS, ...settings }, model);

const counted = (model: FakeModel, { tokens, lossMask }: TrainingSequence) =>
  model.decode(tokens.filter((_, i) => lossMask[i]));

describe("training", () => {
  test("the passage is a sequence, with title and end; each kept piece is another", () => {
    const model = new FakeModel();
    const { sequences } = open(model).training("self-edit", [statement, pair, lost]);
    expect(sequences.map(({ tokens }) => model.decode(tokens))).toEqual([
      `Orsvik\n${passage.text}<|end|>`,
      "Orsvik\nOrsvik has a clock.<|end|>",
      "<|system|>Answer each question briefly.<|end|><|user|>Topic: Orsvik. Who built it?<|end|><|assistant|>Marit<|end|>",
    ]);
  });

  test("a question–answer piece begins exactly as the question will be asked", () => {
    for (const model of [
      new FakeModel(),
      new FakeModel({ chat: false }),
      new FakeModel({ id: EMBEDDED_MODEL_ID, chat: false }),
    ]) {
      const exercise = open(model);
      const { question, answers } = passage.questions[0]!;
      const piece = { ...pair, question, answer: answers[0]! };
      const [, asked] = exercise.training("self-edit", [piece]).sequences;
      const prompt = exercise.testing("self-edit").prompts[0]!.prompt;
      expect(model.decode(asked!.tokens).startsWith(prompt)).toBe(true);
      expect(model.encode(prompt)).toEqual(asked!.tokens.slice(0, model.encode(prompt).length));
    }
  });

  test("accepted answers stand after the prompts of their questions, and they alone count", () => {
    const model = new FakeModel({ chat: false });
    const questions = [{ question: "Who built it?", answers: ["Marit", "Marit Holm"] }];
    const exercise = open(model, { lossOn: "all" }, { questions });
    const [accepted] = exercise.rightAnswers();
    const { prompt } = exercise.testing("self-edit").prompts[0]!;
    expect(accepted!.map((sequence) => counted(model, sequence))).toEqual([
      " Marit\n<|end|>",
      " Marit Holm\n<|end|>",
    ]);
    for (const { tokens } of accepted!) expect(model.decode(tokens).startsWith(prompt)).toBe(true);
  });

  test("marks of the chat form never count; the question does only if so set", () => {
    const model = new FakeModel();
    const answerOnly = open(model, { lossOn: "answer" }).training("self-edit", [statement, pair]).sequences;
    expect(answerOnly.map((sequence) => counted(model, sequence))).toEqual([
      `Orsvik\n${passage.text}<|end|>`,
      "Orsvik\nOrsvik has a clock.<|end|>",
      "Marit<|end|>",
    ]);
    const all = open(model, { lossOn: "all" }).training("self-edit", [pair]).sequences;
    expect(counted(model, all[1]!)).toBe("Who built it?Marit<|end|>");
  });

  test("all trained conditions get the same number of optimiser steps", () => {
    const exercise = open(new FakeModel(), { epochs: 7, batchSize: 2 });
    const pieces = [statement, pair, { ...statement, id: "p4", text: "Orsvik is small." }, lost];
    const plans = ["passage-only", "self-edit", "oracle"] as const;
    const steps = plans.map((condition) => exercise.training(condition, pieces).steps);
    // (3 pieces + passage) × 7 epochs / 2
    expect(steps).toEqual([14, 14, 14]);
    expect(exercise.training("passage-only", pieces).batchSize).toBe(1);
  });

  test("the cap on steps holds for all, and is said", () => {
    const exercise = open(new FakeModel(), { epochs: 100, batchSize: 1, maxSteps: 20 });
    for (const condition of ["passage-only", "self-edit"] as const) {
      const { steps, warnings } = exercise.training(condition, [statement]);
      expect(steps).toBe(20);
      expect(warnings).toEqual(["100 epochs over 2 sequences would be 200 steps; training stops at 20."]);
    }
  });

  test("a budget in steps is the same however long the edit is", () => {
    const exercise = open(new FakeModel(), { budget: "steps", maxSteps: 60, epochs: 1 });
    const one = exercise.training("self-edit", [statement]);
    const three = exercise.training("self-edit", [statement, pair, { ...pair, id: "p4" }]);
    expect([one.steps, three.steps]).toEqual([60, 60]);
    expect([...one.warnings, ...three.warnings]).toEqual([]);
  });

  test("another passage's edit is trained on in place of the own, at the own edit's steps", () => {
    const model = new FakeModel();
    const exercise = open(model, { epochs: 4, batchSize: 1 });
    const plan = exercise.training("other-edit", [statement, pair], [{ ...statement, text: "Bo sings." }]);
    expect(plan.sequences.map(({ tokens }) => model.decode(tokens))).toEqual([
      `Orsvik\n${passage.text}<|end|>`,
      "Orsvik\nBo sings.<|end|>",
    ]);
    expect(plan.steps).toBe(12);
  });

  test("the oracle of a world passage puts every fact as questions, true and not worded as the test", () => {
    const model = new FakeModel({ id: EMBEDDED_MODEL_ID, chat: false });
    const asked = generatePassage(5);
    const plan = open(model, {}, asked).training("oracle", [statement]);
    const lines = plan.sequences.slice(1).map(({ tokens }) => model.decode(tokens));
    // "Which of the two" is asked, and follows from the others.
    expect(lines).toHaveLength(asked.questions.filter(({ kind }) => kind !== "which").length);
    const pieces = oraclePieces(asked, 1);
    expect(judgePieces(pieces, asked).map(({ truth }) => truth)).toEqual(pieces.map(() => "true"));
    const worded = new Set(asked.questions.map(({ question }) => question));
    expect(pieces.some(({ question }) => !worded.has(question!))).toBe(true);
  });

  test("sentences of the passage, if wanted, in both conditions", () => {
    const model = new FakeModel();
    const exercise = open(model, { passageSentences: true });
    const sentences = sentencesOf(passage.text);
    expect(sentences).toHaveLength(6);
    expect(exercise.training("passage-only", []).sequences).toHaveLength(1 + sentences.length);
    expect(exercise.training("self-edit", [statement]).sequences).toHaveLength(2 + sentences.length);
  });

  test("the embedded model trains on lines of its own layout", () => {
    const model = new FakeModel({ id: EMBEDDED_MODEL_ID, chat: false });
    const { sequences } = open(model).training("self-edit", [statement, pair]);
    expect(sequences.map(({ tokens }) => model.decode(tokens))).toEqual([
      `<|bos|>Passage: ${passage.text}<|end|>`,
      "<|bos|>- Orsvik has a clock.<|end|>",
      "<|bos|>Question: Who built it? Answer: Marit.<|end|>",
    ]);
    expect(sequences.map((sequence) => counted(model, sequence))).toEqual([
      `Passage: ${passage.text}<|end|>`,
      "- Orsvik has a clock.<|end|>",
      " Marit.<|end|>",
    ]);
  });

  test("an edit without a usable piece is named as such, with the reasons", () => {
    const exercise = open(new FakeModel());
    expect(() => exercise.checkEdit([])).toThrow("no usable piece (the model wrote nothing)");
    expect(() => exercise.checkEdit([{ ...lost, note: "too short" }])).toThrow("(1 dropped: too short)");
    expect(() => exercise.checkEdit([statement])).not.toThrow();
  });

  test("the user's pieces are made whole", () => {
    expect(
      open(new FakeModel()).review([
        { ...statement, text: "  Orsvik is old. " },
        { ...statement, text: " " },
        { ...pair, question: " Who built it ", answer: "Solvang" },
        { ...pair, answer: "" },
        { ...pair, question: "" },
        { ...pair, question: " ", answer: "", kept: false },
        { ...statement, kept: false, note: "by you" },
      ]),
    ).toMatchObject([
      { text: "Orsvik is old.", kept: true },
      { kept: false, note: "left empty" },
      { text: "Who built it Solvang", question: "Who built it", kept: true },
      { kept: false, note: "a question without an answer" },
      { kept: false, note: "an answer without a question" },
      { text: "", kept: false, note: "left empty" },
      { kept: false, note: "by you" },
    ]);
  });
});

describe("what cannot be run is refused with one sentence", () => {
  const model = new FakeModel();
  const questions = passage.questions;
  test.each<[string, Partial<Passage>, Partial<KnowledgeSettings>]>([
    ["The passage is empty.", { text: " \n" }, {}],
    ["The passage has no title.", { title: "" }, {}],
    ["has no questions", { questions: [] }, {}],
    ["Question 2 is empty.", { questions: [questions[0]!, { question: " ", answers: ["x"] }] }, {}],
    ["The answer to question 1", { questions: [{ question: "What?", answers: ["  "] }] }, {}],
    ["Accepted answer 2 to question 1", { questions: [{ question: "What?", answers: ["a", "?"] }] }, {}],
    ["“questions.0.answers”", { questions: [{ question: "What?", answers: [] }] }, {}],
    ["your own prompt, but the prompt is empty", {}, { format: "custom" }],
    ["The setting at “learningRate”", {}, { learningRate: -1 }],
    ["The setting at “targets”", {}, { targets: [] }],
  ])("%s", (message, changed, settings) => {
    expect(() => open(model, settings, changed)).toThrow(message);
  });

  test("a context of another task", () => {
    expect(() => knowledgeTask.open({ train: [] }, {}, model)).toThrow("The passage at “title” is not valid");
  });

  test("a passage longer than the context, with the numbers of tokens", () => {
    const small = new FakeModel({ maxPositions: 100 });
    expect(() => open(small)).toThrow(/is \d{3} tokens long, and Fake reads at most 100\./);
    expect(() => open(new FakeModel({ maxPositions: 700 }))).not.toThrow();
  });

  test("less room than asked for is used, and said", () => {
    const prompt = open(new FakeModel()).writing.prompts[0]!.prompt;
    const length = new FakeModel().encode(prompt).length;
    const exercise = open(new FakeModel({ maxPositions: length + 50 }));
    expect(exercise.writing.maxTokens).toBe(50);
    expect(exercise.warnings).toEqual(["Only 50 tokens are left for the edit in the context of Fake."]);
  });

  test("answers that do not stand in the passage are pointed out", () => {
    const odd = [...questions.slice(0, 1), { question: "Who?", answers: ["Nobody at all"] }];
    expect(open(model, {}, { questions: odd }).warnings[0]).toContain(
      "question 2 do not stand in the passage",
    );
  });
});

test("an answer is judged by its words, and correct means contains-gold", () => {
  const exercise = open(new FakeModel());
  expect(exercise.judge(1, [" It was Marit Solvang. "])).toMatchObject({
    output: "It was Marit Solvang.",
    correct: true,
    scores: { exactMatch: 0, containsGold: 1 },
  });
  expect(exercise.judge(1, [])).toMatchObject({ output: "", correct: false });
});
