import type { WritingPrompt, WrittenSample } from "../../task.ts";
import { answerPhrases } from "../answers/answerPhrases.ts";
import { containsAnswer } from "../answers/scoring.ts";
import { sentencesOf } from "../edit/sentences.ts";
import { cleanLine } from "./editLine.ts";
import type { Draft, EditFormat, Source } from "./format.ts";

interface Example {
  title: string;
  sentence: string;
  answer: string;
  question: string;
}

const EXAMPLES: readonly Example[] = [
  {
    title: "Port Selby lighthouse",
    sentence: "The lighthouse was finished in 1846 and painted in green and white rings.",
    answer: "1846",
    question: "When was the Port Selby lighthouse finished?",
  },
  {
    title: "Maro beetle",
    sentence: "It was found in 1978 by Ivo Lantz on the island of Terrin, where it feeds on resin.",
    answer: "Ivo Lantz",
    question: "Who found the Maro beetle?",
  },
  {
    title: "Gorse",
    sentence: "Because the river floods every spring, the people of Gorse moved to the hills.",
    answer: "the hills",
    question: "Where did the people of Gorse move?",
  },
  {
    title: "Maro beetle",
    sentence: "It was found in 1978 by Ivo Lantz on the island of Terrin, where it feeds on resin.",
    answer: "resin",
    question: "What does the Maro beetle feed on?",
  },
];

/** More would make the edit long without saying more. */
const MOST_PHRASES = 4;

function leadOf(answer: string): string {
  return `Answer: ${answer}\nQuestion:`;
}

function block(title: string, sentence: string, answer: string): string {
  return `Topic: ${title}\nSentence: ${sentence}\n${leadOf(answer)}`;
}

function picked(passage: Source): { sentence: string; answer: string }[] {
  return sentencesOf(passage.text).flatMap((sentence) =>
    answerPhrases(sentence, passage.title)
      .slice(0, MOST_PHRASES)
      .map((answer) => ({ sentence, answer })),
  );
}

/** One prompt for each answer. */
function prompts(passage: Source, withExamples: boolean): WritingPrompt[] {
  const shown = (withExamples ? EXAMPLES : []).map(
    ({ title, sentence, answer, question }) => `${block(title, sentence, answer)} ${question}\n\n`,
  );
  return picked(passage).map(({ sentence, answer }) => ({
    prompt: `${shown.join("")}${block(passage.title, sentence, answer)}`,
    lead: leadOf(answer),
  }));
}

/** The question of one sample, with the phrase that it was written for. */
function parse(sample: WrittenSample, passage: Source): Draft[] {
  const { answer } = picked(passage)[sample.prompt] ?? { answer: "" };
  const question = cleanLine(sample.text.slice(leadOf(answer).length));
  const note =
    sample.cutOff && !question.endsWith("?") ? "cut off at the token limit" : faultOf(question, answer);
  const piece = { text: `${question} ${answer}`.trim(), question, answer };
  return [note === null ? { ...piece, kept: true } : { ...piece, kept: false, note }];
}

function faultOf(question: string, answer: string): string | null {
  if (!question.endsWith("?")) return "not a question";
  if (question.split(" ").length < 3) return "not a whole question";
  return containsAnswer(question, answer) ? "the question gives its answer away" : null;
}

/**
 * An edit format for writers too small to find the answers themselves (not in the paper): names, numbers and closing
 * phrases are picked out of each sentence, and the model writes the question that each answers. What is trained on
 * then keeps to the passage; the model's part is to say what is asked.
 */
export const sentenceQuestions: EditFormat = {
  asking: {
    kind: "parts",
    prompts,
    // Where the writer has gone on to a text of its own.
    stop: ["\n"],
    shown: {
      lines: EXAMPLES.map(({ question }) => question),
      texts: EXAMPLES.map(({ title, sentence }) => `${title} ${sentence}`),
    },
  },
  parse,
};
