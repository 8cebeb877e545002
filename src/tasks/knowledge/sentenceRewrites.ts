import type { Piece } from "../../protocol/run.ts";
import type { WritingPrompt, WrittenSample } from "../task.ts";
import { cleanLine, endsSentence } from "./editLine.ts";
import type { Passage } from "./metadata.ts";
import { sentencesOf } from "./sentences.ts";

/**
 * An edit format for writers too small to keep a whole passage in view (not in the paper): each sentence is put in other
 * words by itself, with what it is about named in it. What is written then keeps to the passage, and can be understood
 * without it.
 */
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

/** What the writer saw of other things, and so must not be trained on. */
export const SHOWN_REWRITES: readonly string[] = EXAMPLES.map(({ rewritten }) => rewritten);

function block(title: string, sentence: string): string {
  return `Topic: ${title}\nSentence: ${sentence}\nThe same in other words, with the topic named:`;
}

/** One plain-completion prompt for each sentence, for chat models too: they keep to the form better than in a chat. */
export function rewritePrompts(passage: Passage, withExamples: boolean): WritingPrompt[] {
  const shown = (withExamples ? EXAMPLES : []).map(
    ({ title, sentence, rewritten }) => `${block(title, sentence)} ${rewritten}\n\n`,
  );
  return sentencesOf(passage.text).map((sentence) => ({
    prompt: `${shown.join("")}${block(passage.title, sentence)}`,
    lead: "",
  }));
}

/** The sentence of one sample. */
export function rewriteDraft({ text, cutOff }: WrittenSample): Omit<Piece, "id"> {
  const sentence = cleanLine(text);
  if (cutOff && !endsSentence(sentence)) {
    return { text: sentence, kept: false, note: "cut off at the token limit" };
  }
  return { text: sentence, kept: true };
}
