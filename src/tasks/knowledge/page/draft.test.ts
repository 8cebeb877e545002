import { expect, it } from "vitest";
import { FIRST_EXAMPLE } from "../examples/exampleTitles.ts";
import { draftOf, passageDraft } from "./draft.ts";

const first = draftOf(FIRST_EXAMPLE);
const questions = Array.from({ length: 5000 }, () => ({ question: "q", answers: ["a"] }));
const many = { title: "t", text: "x", questions };
const said = "Of the passage's 5000 questions the first 200 are kept: no more can be asked.";

it("keeps the first 200 questions of a passage that was given with thousands, and says so", () => {
  expect(passageDraft.withContext(first, many)?.passage.questions).toHaveLength(200);
  expect(passageDraft.leftOut?.(many)).toBe(said);
});

it("keeps the first 200 of thousands that an earlier version kept", () => {
  const passage = {
    ...many,
    questions: questions.map((_, i) => ({ id: `q${i}`, question: "q", answers: "a" })),
  };
  expect(passageDraft.restore({ passage }, first).passage.questions).toHaveLength(200);
  expect(passageDraft.leftOut?.({ passage })).toBe(said);
  expect(passageDraft.leftOut?.(passageDraft.kept(first))).toBeNull();
});
