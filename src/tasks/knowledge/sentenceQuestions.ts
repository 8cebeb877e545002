import type { Piece } from "../../protocol/run.ts";
import type { WritingPrompt, WrittenSample } from "../task.ts";
import { cleanLine } from "./editLine.ts";
import type { Passage } from "./metadata.ts";
import { sentencesOf } from "./sentences.ts";

/**
 * An edit format for writers too small to hold a passage (not in the paper): for each sentence the model writes the
 * questions that it answers, and the sentence itself is the answer. What is trained on is then true by construction,
 * and the model's part is to find out what can be asked.
 */
interface Example {
  title: string;
  sentence: string;
  questions: readonly string[];
}

const EXAMPLES: readonly Example[] = [
  {
    title: "Port Selby lighthouse",
    sentence: "The lighthouse was finished in 1846 and painted in green and white rings.",
    questions: [
      "When was the Port Selby lighthouse finished?",
      "What colours are the rings of the lighthouse?",
      "What was painted in green and white?",
    ],
  },
  {
    title: "Maro beetle",
    sentence: "It was found in 1978 by Ivo Lantz on the island of Terrin, where it feeds on resin.",
    questions: [
      "Who found the Maro beetle?",
      "What does the beetle feed on?",
      "On which island does the beetle live?",
    ],
  },
  {
    title: "Gorse",
    sentence: "Because the river floods every spring, its people moved to the hills.",
    questions: [
      "Why did the people of Gorse move?",
      "Where did they move?",
      "How often does the river flood?",
    ],
  },
];

/** What the writer saw of other things, and so must not be trained on. */
export const SHOWN_QUESTIONS: readonly string[] = EXAMPLES.flatMap(({ questions }) => questions);
export const SHOWN_SENTENCES: readonly string[] = EXAMPLES.map(
  ({ title, sentence }) => `${title} ${sentence}`,
);

function leadOf(sentence: string): string {
  return `Sentence: ${sentence}\nQuestions that the sentence answers:\n`;
}

function block(title: string, sentence: string): string {
  return `Topic: ${title}\n${leadOf(sentence)}`;
}

/** One plain-completion prompt a sentence, for chat models too: they keep to the form better than in a chat. */
export function sentencePrompts(passage: Passage, withExamples: boolean): WritingPrompt[] {
  const shown = (withExamples ? EXAMPLES : []).map(
    ({ title, sentence, questions }) =>
      `${block(title, sentence)}${questions.map((question) => `- ${question}`).join("\n")}\n\n`,
  );
  return sentencesOf(passage.text).map((sentence) => ({
    prompt: `${shown.join("")}${block(passage.title, sentence)}-`,
    lead: `${leadOf(sentence)}-`,
  }));
}

/** Where the writer has gone on to a text of its own. */
export const SENTENCE_STOPS: readonly string[] = ["\n\n", "\nTopic:", "\nSentence:"];

const ABOUT_THE_TASK = /\b(?:this|the) (?:sentence|question|answer|topic|passage)\b/i;

/** The questions of one sample with their sentence as the answer. */
export function sentenceDrafts(sample: WrittenSample, passage: Passage): Omit<Piece, "id">[] {
  const sentence = sentencesOf(passage.text)[sample.prompt] ?? "";
  const lines = sample.text.slice(leadOf(sentence).length).split("\n");
  const written = lines.map(cleanLine).filter((line) => line !== "" && line !== "-");
  return written.map((question, i) => {
    const draft = { text: `${question} ${sentence}`, question, answer: sentence };
    const drop = (note: string) => ({ text: question, kept: false, note });
    if (!question.endsWith("?")) {
      const isLast = i === written.length - 1;
      return drop(sample.cutOff && isLast ? "cut off at the token limit" : "not a question");
    }
    if (ABOUT_THE_TASK.test(question)) return drop("asks about the task, not the passage");
    return question.split(" ").length < 3 ? drop("not a whole question") : { ...draft, kept: true };
  });
}
