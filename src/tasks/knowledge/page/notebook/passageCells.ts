import type { Piece } from "../../../../protocol/run.ts";
import { sentencesOf } from "../../edit/sentences.ts";
import type { KnowledgeSettings, Passage } from "../../metadata.ts";

/** A text after the title, or a question with its answer. */
export type Example = { text: string } | { question: string; answer: string };

export function passageData({ title, text, questions }: Passage) {
  return {
    title: title.trim(),
    text: text.trim(),
    questions: questions.map(({ question, answers }) => ({
      question: question.trim(),
      answers: answers.map((answer) => answer.trim()),
    })),
  };
}

/** The passage as it is trained on with every edit. */
export function passageExamples(passage: Passage, settings: KnowledgeSettings): Example[] {
  const text = passage.text.trim();
  const sentences = settings.passageSentences ? sentencesOf(text) : [];
  return [text, ...(sentences.length < 2 ? [] : sentences)].map((one) => ({ text: one }));
}

/** The pieces of an edit that are trained on. */
export function pieceExamples(pieces: readonly Piece[]): Example[] {
  return pieces.filter(({ kept }) => kept).map(exampleOf);
}

function exampleOf({ text, question, answer }: Piece): Example {
  return question !== undefined && answer !== undefined ? { question, answer } : { text };
}
