import type { TextModel } from "../../task.ts";
import {
  parseAnswer,
  questionInContextPrompt,
  questionPrompt as worldQuestionPrompt,
} from "../world/layout.ts";
import { documentStart, type PromptStyle } from "./promptStyle.ts";

const SYSTEM = "Answer each question briefly.";

/** A question as it is asked: `before + question + after` is the prompt, and the model goes on from there. */
export interface QuestionFrame {
  before: string;
  question: string;
  after: string;
  /** In training, what stands between prompt and answer; a prompt itself never ends in a space. */
  gap: string;
  /** In training, what follows the answer, so that the model learns to stop. */
  end: string;
}

export interface Source {
  title: string;
  text: string;
}

/**
 * The closed-book frame: the title is given, the passage and the answers never ([paper] §B.1). Training
 * on question–answer pieces uses the same frame, so that what is learned is what will be asked.
 */
export function closedBookFrame(
  style: PromptStyle,
  title: string,
  question: string,
  model: TextModel,
): QuestionFrame {
  return frame(style, title, "", question, model);
}

/** The same question with the passage in the prompt. */
export function inContextPrompt(
  style: PromptStyle,
  passage: Source,
  question: string,
  model: TextModel,
): string {
  if (style === "world") return documentStart(style, model) + questionInContextPrompt(passage.text, question);
  return promptOf(frame(style, passage.title, `${passage.title}\n${passage.text}\n\n`, question, model));
}

export function promptOf({ before, question, after }: QuestionFrame): string {
  return before + question + after;
}

/** Where an answer ends besides the end of the turn. */
export function answerStops(style: PromptStyle): readonly string[] {
  return style === "chat" ? [] : ["\n"];
}

/** The answer in what the model wrote. */
export function readAnswer(style: PromptStyle, output: string): string {
  return style === "world" ? parseAnswer(output) : output.trim();
}

function frame(
  style: PromptStyle,
  title: string,
  passage: string,
  question: string,
  model: TextModel,
): QuestionFrame {
  if (style === "world") {
    const [before, after] = around(documentStart(style, model) + worldQuestionPrompt(question), question);
    return { before, question, after, gap: " ", end: `.${model.endOfTurn}` };
  }
  if (style === "chat") {
    const user = `${passage}Topic: ${title}. ${question}`;
    const rendered = model.renderChat([
      { role: "system", content: SYSTEM },
      { role: "user", content: user },
    ]);
    if (rendered !== null) {
      const [before, after] = around(rendered, question);
      return { before, question, after, gap: "", end: model.endOfTurn };
    }
  }
  return {
    before: `${documentStart(style, model)}${passage}Topic: ${title}\nQuestion: `,
    question,
    after: "\nAnswer:",
    gap: " ",
    end: `\n${model.endOfTurn}`,
  };
}

/** Splits a prompt around the last occurrence of the question, which follows title and passage. */
function around(prompt: string, question: string): [string, string] {
  const at = prompt.lastIndexOf(question);
  return [prompt.slice(0, at), prompt.slice(at + question.length)];
}
