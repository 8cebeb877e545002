import { z } from "../../../protocol/zod.ts";
import type { Passage } from "../metadata.ts";
import { MAX_QUESTIONS } from "../passageLimits.ts";

/** A question while it is being edited: it may be empty, and its answers are one line of text. */
const draftQuestionSchema = z.object({
  /** Stable while the list changes; never leaves the page. */
  id: z.string(),
  question: z.string(),
  /** Accepted answers, separated by `ANSWER_SEPARATOR`. */
  answers: z.string(),
  kind: z.optional(z.string()),
});
export type DraftQuestion = z.infer<typeof draftQuestionSchema>;

/** A passage while it is being edited. */
export const draftPassageSchema = z.object({
  title: z.string(),
  text: z.string(),
  questions: z.array(draftQuestionSchema),
});
export type DraftPassage = z.infer<typeof draftPassageSchema>;

const ANSWER_SEPARATOR = "|";

export function toDraftPassage(passage: Passage): DraftPassage {
  return {
    title: passage.title,
    text: passage.text,
    questions: passage.questions.slice(0, MAX_QUESTIONS).map((question, index) => ({
      id: `q${index}`,
      question: question.question,
      answers: question.answers.join(` ${ANSWER_SEPARATOR} `),
      ...(question.kind === undefined ? {} : { kind: question.kind }),
    })),
  };
}

/** A passage with thousands of questions would make every later opening of the page slow. */
export function withoutSurplus(passage: DraftPassage): DraftPassage {
  return { ...passage, questions: passage.questions.slice(0, MAX_QUESTIONS) };
}

/** The passage as a run takes it: trimmed, without questions that are wholly empty. */
export function fromDraftPassage(draft: DraftPassage): Passage {
  return {
    title: draft.title.trim(),
    text: draft.text.trim(),
    questions: draft.questions.filter(isStarted).map(({ question, answers, kind }) => ({
      question: question.trim(),
      answers: splitAnswers(answers),
      ...(kind === undefined ? {} : { kind }),
    })),
  };
}

export function isStarted(question: DraftQuestion): boolean {
  return question.question.trim() !== "" || question.answers.trim() !== "";
}

export function splitAnswers(answers: string): string[] {
  return answers
    .split(ANSWER_SEPARATOR)
    .map((answer) => answer.trim())
    .filter((answer) => answer !== "");
}

/** With one more question, empty, under an id that no other has. */
export function withQuestion(passage: DraftPassage): DraftPassage {
  const numbers = passage.questions.map(({ id }) => Number(id.slice(1)) || 0);
  const id = `q${Math.max(-1, ...numbers) + 1}`;
  return { ...passage, questions: [...passage.questions, { id, question: "", answers: "" }] };
}

export function withoutQuestion(passage: DraftPassage, id: string): DraftPassage {
  return { ...passage, questions: passage.questions.filter((one) => one.id !== id) };
}

/** Other words may be another kind of question. */
export function changedQuestion(
  passage: DraftPassage,
  id: string,
  change: Partial<Pick<DraftQuestion, "question" | "answers">>,
): DraftPassage {
  const changed = (question: DraftQuestion): DraftQuestion => {
    if (change.question === undefined) return { ...question, ...change };
    const { kind: _kind, ...rest } = question;
    return { ...rest, ...change };
  };
  return { ...passage, questions: passage.questions.map((one) => (one.id === id ? changed(one) : one)) };
}
