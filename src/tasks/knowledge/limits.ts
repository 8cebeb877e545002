import { PlaygroundError } from "../../protocol/playgroundError.ts";
import type { Piece } from "../../protocol/run.ts";
import type { TrainingSequence } from "../../protocol/sequence.ts";
import type { TextModel } from "../task.ts";
import { answerFinder } from "./answers/answerFinder.ts";
import type { Passage } from "./metadata.ts";

/** @throws PlaygroundError "bad-input" for a passage that cannot be run, naming the place */
export function checkPassage(passage: Passage): void {
  if (passage.title.trim() === "") {
    throw badInput("The passage has no title.", "Give it one: questions are asked with the title only.");
  }
  if (passage.text.trim() === "") {
    throw badInput("The passage is empty.", "Paste a text, or choose one of the examples.");
  }
  if (passage.questions.length === 0) {
    throw badInput(
      `The passage “${passage.title}” has no questions, so nothing can be measured.`,
      "Add at least one question with its answer.",
    );
  }
  passage.questions.forEach(({ question, answers }, i) => {
    if (question.trim() === "") {
      throw badInput(`Question ${i + 1} is empty.`, "Write the question, or delete the line.");
    }
    answers.forEach((answer, j) => {
      if (/[\p{L}\p{N}]/u.test(answer)) return;
      const which = answers.length === 1 ? "The answer" : `Accepted answer ${j + 1}`;
      throw badInput(
        `${which} to question ${i + 1} (“${question}”) has no letters or digits in it.`,
        "Write the answer that should count as right.",
      );
    });
  });
}

/** Sentences about questions that can be run but measure little. */
export function passageWarnings(passage: Passage): string[] {
  const stands = answerFinder(passage.text);
  const missing = passage.questions.flatMap(({ answers, kind }, i) =>
    // What needs a second hop never stands in the passage.
    kind === "two-hop" || answers.some(stands) ? [] : [i + 1],
  );
  if (missing.length === 0) return [];
  return [
    `The accepted answers of question${missing.length > 1 ? "s" : ""} ${missing.join(", ")} do not stand in the ` +
      "passage word for word, so they can be hard to match.",
  ];
}

/** Shortest useful room for what the model is to write. */
const LEAST_ROOM = 16;

/**
 * How many tokens the model may write after the prompt.
 *
 * @param what the prompt, for the message: "The prompt that asks for the edit"
 * @throws PlaygroundError "bad-input" with the token counts if fewer than 16 fit
 */
export function roomAfter(prompt: string, wanted: number, what: string, model: TextModel): number {
  const { maxPositions, name } = model.info;
  const length = model.encode(prompt).length;
  const room = maxPositions - length;
  if (room < Math.min(LEAST_ROOM, wanted)) {
    throw badInput(
      `${what} is ${length} tokens long, and ${name} reads at most ${maxPositions}.`,
      "Shorten the passage, show fewer worked examples, or choose a model with a longer context.",
    );
  }
  return Math.min(wanted, room);
}

/** @throws PlaygroundError "bad-input" if a training sequence exceeds the context */
export function checkSequence(sequence: TrainingSequence, what: string, model: TextModel): void {
  const { maxPositions, name } = model.info;
  if (sequence.tokens.length <= maxPositions) return;
  throw badInput(
    `${what} is ${sequence.tokens.length} tokens long, and ${name} reads at most ${maxPositions}.`,
    "Shorten it, or choose a model with a longer context.",
  );
}

/** @throws PlaygroundError "bad-input" if no piece is kept */
export function checkPieces(pieces: readonly Piece[]): void {
  if (pieces.some(({ kept }) => kept)) return;
  const reasons = [...new Set(pieces.flatMap(({ note }) => (note === undefined ? [] : [note])))];
  const why =
    pieces.length === 0 ? "the model wrote nothing" : `${pieces.length} dropped: ${reasons.join("; ")}`;
  throw badInput(
    `The self-edit holds no usable piece (${why}).`,
    "Write again with another seed, format or temperature, or write pieces yourself.",
  );
}

function badInput(message: string, advice: string): PlaygroundError {
  return new PlaygroundError("bad-input", message, advice);
}
