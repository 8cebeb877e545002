import type { WritingPrompt, WrittenSample } from "../../task.ts";
import { sentencesOf } from "../edit/sentences.ts";
import { cleanLine, endsSentence } from "./editLine.ts";
import { type Draft, type EditFormat, lost, type Source } from "./format.ts";

const EXAMPLES: readonly { title: string; sentence: string; rewritten: string }[] = [
  {
    title: "Port Selby lighthouse",
    sentence: "Its keeper, Anna Dorrow, lit the lamp with whale oil for 33 years.",
    rewritten:
      "Anna Dorrow was the keeper of the Port Selby lighthouse and lit its lamp with whale oil for 33 years.",
  },
  {
    title: "Maro beetle",
    sentence: "It was found in 1978 by Ivo Lantz on the island of Terrin, where it feeds on resin.",
    rewritten:
      "In 1978 Ivo Lantz found the Maro beetle on the island of Terrin, where the Maro beetle feeds on resin.",
  },
  {
    title: "Gorse",
    sentence: "Because the river floods every spring, the people moved to the hills.",
    rewritten: "The people of Gorse moved to the hills because the river floods every spring.",
  },
];

function block(title: string, sentence: string): string {
  return `Topic: ${title}\nSentence: ${sentence}\nThe same in other words, with the topic named:`;
}

/** One prompt for each sentence. */
function prompts(passage: Source, withExamples: boolean): WritingPrompt[] {
  const shown = (withExamples ? EXAMPLES : []).map(
    ({ title, sentence, rewritten }) => `${block(title, sentence)} ${rewritten}\n\n`,
  );
  return sentencesOf(passage.text).map((sentence) => ({
    prompt: `${shown.join("")}${block(passage.title, sentence)}`,
    lead: "",
  }));
}

/** The sentence of one sample. */
function parse({ text, cutOff }: WrittenSample): Draft[] {
  const sentence = cleanLine(text);
  return [cutOff && !endsSentence(sentence) ? lost(sentence) : { text: sentence, kept: true }];
}

/**
 * An edit format for writers too small to keep a whole passage in view (not in the paper): each sentence is put in other
 * words by itself, with what it is about named in it. What is written then keeps to the passage, and can be understood
 * without it.
 */
export const sentenceRewrites: EditFormat = {
  asking: {
    kind: "parts",
    prompts,
    // Where the writer has gone on to a text of its own.
    stop: ["\n"],
    shown: {
      lines: EXAMPLES.map(({ rewritten }) => rewritten),
      texts: EXAMPLES.map(({ title, sentence }) => `${title} ${sentence}`),
    },
  },
  parse,
};
