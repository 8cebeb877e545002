import type { Piece } from "../../protocol/run.ts";
import type { WritingPrompt, WrittenSample } from "../task.ts";
import { cleanLine } from "./editLine.ts";
import type { Passage } from "./metadata.ts";
import { containsAnswer, normalizeAnswer } from "./scoring.ts";
import { sentencesOf } from "./sentences.ts";

/**
 * An edit format for writers too small to hold a passage (not in the paper): for each sentence the model picks phrases
 * out of it and writes the question that each answers. An answer that does not stand in its sentence is dropped, so
 * what is trained on keeps to the passage; the model's part is to find what can be asked, and how.
 */
interface Example {
  title: string;
  sentence: string;
  pairs: readonly (readonly [answer: string, question: string])[];
}

const EXAMPLES: readonly Example[] = [
  {
    title: "Port Selby lighthouse",
    sentence: "The lighthouse was finished in 1846 and painted in green and white rings.",
    pairs: [
      ["1846", "When was the Port Selby lighthouse finished?"],
      ["green and white", "What colours are the rings of the lighthouse?"],
      ["the lighthouse", "What was painted in green and white?"],
    ],
  },
  {
    title: "Maro beetle",
    sentence: "It was found in 1978 by Ivo Lantz on the island of Terrin, where it feeds on resin.",
    pairs: [
      ["Ivo Lantz", "Who found the Maro beetle?"],
      ["resin", "What does the Maro beetle feed on?"],
      ["Terrin", "On which island does the Maro beetle live?"],
      ["1978", "When was the Maro beetle found?"],
    ],
  },
  {
    title: "Gorse",
    sentence: "Because the river floods every spring, the people of Gorse moved to the hills.",
    pairs: [
      ["the river floods every spring", "Why did the people of Gorse move?"],
      ["the hills", "Where did the people of Gorse move?"],
      ["every spring", "How often does the river at Gorse flood?"],
    ],
  },
];

/** What the writer saw of other things, and so must not be trained on. */
export const SHOWN_QUESTIONS: readonly string[] = EXAMPLES.flatMap(({ pairs }) =>
  pairs.map(([, question]) => question),
);
export const SHOWN_SENTENCES: readonly string[] = EXAMPLES.map(
  ({ title, sentence }) => `${title} ${sentence}`,
);

const ANSWER = "Answer:";
const QUESTION = "Question:";

function leadOf(sentence: string): string {
  return `Sentence: ${sentence}\n`;
}

function block(title: string, sentence: string): string {
  return `Topic: ${title}\n${leadOf(sentence)}`;
}

/** One plain-completion prompt a sentence, for chat models too: they keep to the form better than in a chat. */
export function sentencePrompts(passage: Passage, withExamples: boolean): WritingPrompt[] {
  const shown = (withExamples ? EXAMPLES : []).map(({ title, sentence, pairs }) => {
    const lines = pairs.map(([answer, question]) => `${ANSWER} ${answer}\n${QUESTION} ${question}\n`);
    return `${block(title, sentence)}${lines.join("")}\n`;
  });
  return sentencesOf(passage.text).map((sentence) => ({
    prompt: `${shown.join("")}${block(passage.title, sentence)}${ANSWER}`,
    lead: `${leadOf(sentence)}${ANSWER}`,
  }));
}

/** Where the writer has gone on to a text of its own. */
export const SENTENCE_STOPS: readonly string[] = ["\n\n", "\nTopic:", "\nSentence:"];

const MOST_ANSWER_WORDS = 12;

/** The questions of one sample, each with the phrase that it was written for. */
export function sentenceDrafts(sample: WrittenSample, passage: Passage): Omit<Piece, "id">[] {
  const sentence = sentencesOf(passage.text)[sample.prompt] ?? "";
  const parts = sample.text.slice(leadOf(sentence).length).split(ANSWER).slice(1);
  return parts.map((part, i) => {
    const [answer = "", question = ""] = part.split(QUESTION).map(cleanLine);
    const text = `${question} ${answer}`.trim();
    const fault =
      sample.cutOff && i === parts.length - 1 && !question.endsWith("?")
        ? "cut off at the token limit"
        : faultOf(question, answer, sentence);
    return fault === null
      ? { text, question, answer, kept: true }
      : { text, ...(question && answer ? { question, answer } : {}), kept: false, note: fault };
  });
}

function faultOf(question: string, answer: string, sentence: string): string | null {
  if (normalizeAnswer(answer) === "" || question === "") return "a question or an answer is missing";
  if (!question.endsWith("?")) return "not a question";
  if (question.split(" ").length < 3) return "not a whole question";
  if (!containsAnswer(sentence, answer)) return "the answer does not stand in the sentence";
  if (answer.split(" ").length > MOST_ANSWER_WORDS) return "the answer is too long";
  return containsAnswer(question, answer) ? "the question gives its answer away" : null;
}
