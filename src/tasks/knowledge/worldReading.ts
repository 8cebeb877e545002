import { sentencesOf } from "./sentences.ts";
import { commonKnowledge } from "./world/commonKnowledge.ts";
import { type Fact, relations, type Passage as WorldPassage } from "./world/passage.ts";
import { readTemplate } from "./world/template.ts";

/** The facts that the text tells, or null if it has a sentence that is not of the world. */
export function readWorldPassage(text: string): WorldPassage | null {
  const sentences = sentencesOf(text);
  const readings = sentences.map(readFacts);
  if (readings.some((facts) => facts.length === 0)) return null;
  const facts = readings.flat();
  return { people: [...new Set(facts.map(({ person }) => person))], facts, sentences, text };
}

/** A sentence may fit the phrasings of several kinds of facts; where values are a known list, they decide. */
export function readFacts(sentence: string): Fact[] {
  return relations.flatMap(({ key, statements }) =>
    statements.flatMap((template): Fact[] => {
      const { n, v } = readTemplate(template, sentence) ?? {};
      if (n === undefined || v === undefined) return [];
      const values = commonKnowledge[key]?.belongsTo;
      const isKnown =
        values === undefined || Object.keys(values).some((value) => value.toLowerCase() === v.toLowerCase());
      return isKnown ? [{ person: n, relation: key, value: v }] : [];
    }),
  );
}
