import { sentencesOf } from "../edit/sentences.ts";
import { peopleOf, type Passage as WorldPassage } from "./passage.ts";
import { Reader, type Reading } from "./reading.ts";

/** What each sentence of a text tells, in order. */
export function readSentences(text: string): { sentence: string; reading: Reading }[] {
  const reader = new Reader();
  return sentencesOf(text).map((sentence) => ({ sentence, reading: reader.read(sentence) }));
}

/** The facts that the text tells, or null if it has a sentence that is not of the world, or tells none. */
export function readWorldPassage(text: string): WorldPassage | null {
  const read = readSentences(text);
  const facts = read.flatMap(({ reading }) => (reading.kind === "facts" ? reading.facts : []));
  const isWhole = read.every(({ reading }) => reading.kind === "facts");
  if (!isWhole || facts.length === 0) return null;
  return { people: peopleOf(facts), facts, sentences: read.map(({ sentence }) => sentence), text };
}
