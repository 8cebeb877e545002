import type { Random } from "../src/protocol/random.ts";
import { commonKnowledge } from "../src/tasks/knowledge/world/commonKnowledge.ts";
import { type EditKind, editLine } from "../src/tasks/knowledge/world/edit.ts";
import { answerLine, passageLine, statementLine } from "../src/tasks/knowledge/world/layout.ts";
import { lifeRelations } from "../src/tasks/knowledge/world/lifeRelations.ts";
import { makerRelations } from "../src/tasks/knowledge/world/makerRelations.ts";
import {
  type Difficulty,
  drawFacts,
  drawValue,
  type Fact,
  type Passage,
  secondHop,
  tellPassage,
} from "../src/tasks/knowledge/world/passage.ts";
import { askDirect, askImplied } from "../src/tasks/knowledge/world/question.ts";
import { fillTemplate } from "../src/tasks/knowledge/world/template.ts";

/** One row of the corpus. `spans`: what can be known from before it; predicting it counts more. */
export interface Document {
  text: string;
  spans: [start: number, end: number][];
}

/** How the lines of the corpus's edits are mixed: the untrained writer is mediocre on purpose. */
export const editMixture: Readonly<Record<EditKind, number>> = {
  vague: 3,
  restated: 3,
  implied: 3,
  question: 3,
  "implied-question": 3,
};
/** Share of edit lines that state a wrong value. */
export const wrongShare = 0.01;

const lineOf = (text: string, ...words: (string | null)[]): Document => {
  const ends = words.flatMap((word) => {
    const start = word === null ? -1 : text.toLowerCase().lastIndexOf(word.toLowerCase());
    return start < 0 ? [] : [[start, start + word!.length] as [number, number]];
  });
  // Of several names in a line, the last follows from the others; the first was a free choice.
  const last = ends.sort((a, b) => b[0] - a[0])[0];
  return { text, spans: last ? [last] : [] };
};

/** Joins lines to one document. */
function joinLines(lines: readonly Document[]): Document {
  let text = "";
  const spans: [number, number][] = [];
  for (const line of lines) {
    if (text !== "") text += "\n";
    for (const [start, end] of line.spans) spans.push([text.length + start, text.length + end]);
    text += line.text;
  }
  return { text, spans };
}

const passageStart = (passage: Passage): Document => ({ text: passageLine(passage.text), spans: [] });

/** Questions with answers after a passage: most facts both ways, in random order. */
function askedDocument(passage: Passage, random: Random, most: number): Document {
  const asked = passage.facts.flatMap((fact) => [askDirect(fact, random), askImplied(fact, random)!]);
  const lines = random.shuffle(asked).map(({ text, answer }) => lineOf(answerLine(text, answer), answer));
  return joinLines([passageStart(passage), ...lines.slice(0, most)]);
}

/** A passage, then questions about it. */
export function readDocument(random: Random, difficulty: Difficulty): Document {
  return askedDocument(tellPassage(drawFacts(random, difficulty, "corpus"), random), random, 8);
}

/**
 * Two to four people with the same kind of fact: only who did what tells the answers apart, so that
 * binding a value to its person has to be learned.
 */
export function bindDocument(random: Random): Document {
  const people = 2 + random.below(3);
  const names = drawFacts(random, { people, factsPerPerson: 1, reversedShare: 1 }, "corpus");
  const relation = random.pick(random.next() < 0.7 ? makerRelations : lifeRelations);
  const values = new Set<string>();
  while (values.size < people) values.add(drawValue(relation, random));
  const facts = [...values].map((value, i) => ({ person: names[i]!.person, relation: relation.key, value }));
  return askedDocument(tellPassage(facts, random), random, 8);
}

/** A weighted draw of 1–4 kinds: an edit keeps to a few ways of writing. */
function drawKinds(random: Random): EditKind[] {
  const pool = (Object.keys(editMixture) as EditKind[]).flatMap((kind) =>
    Array<EditKind>(editMixture[kind]).fill(kind),
  );
  return Array.from({ length: 1 + random.below(4) }, () => random.pick(pool));
}

/** A made-up fact about the same person. */
function mistake(fact: Fact, random: Random): Fact {
  return {
    ...drawFacts(random, { people: 1, factsPerPerson: 1, reversedShare: 0.5 }, "corpus")[0]!,
    person: fact.person,
  };
}

/** A passage, then an edit of mixed quality: between a few lines and twice as many as there are facts. */
export function writeDocument(random: Random, difficulty: Difficulty): Document {
  const passage = tellPassage(drawFacts(random, difficulty, "corpus"), random);
  const kinds = drawKinds(random);
  const candidates = random.shuffle(
    passage.facts.flatMap((fact) => [...new Set(kinds)].map((kind) => [fact, kind] as const)),
  );
  const weight = (kind: EditKind) => kinds.filter((other) => other === kind).length;
  const count = Math.min(candidates.length, 3 + random.below(2 * passage.facts.length - 2));
  const kept = candidates.filter(([, kind]) => random.next() < weight(kind) / Math.max(...kinds.map(weight)));
  const lines = kept.slice(0, count).flatMap(([told, kind]) => {
    const fact = random.next() < wrongShare ? mistake(told, random) : told;
    const line = editLine(fact, kind, random);
    return line === null ? [] : [lineOf(line, fact.person, fact.value, secondHop(fact))];
  });
  return joinLines([passageStart(passage), { text: "Implications:", spans: [] }, ...lines]);
}

/** A few lines of common knowledge. */
export function commonDocument(random: Random): Document {
  const lines = Array.from({ length: 1 + random.below(6) }, () => {
    const { belongsTo, statements, questions } = random.pick(Object.values(commonKnowledge));
    const [v, h] = random.pick(Object.entries(belongsTo));
    return random.next() < 0.5
      ? lineOf(statementLine(fillTemplate(random.pick(statements), { v, h })), v, h)
      : lineOf(answerLine(fillTemplate(random.pick(questions), { v }), h), h);
  });
  return joinLines(lines);
}

/** A few lines, without a passage, about one of the people that pre-training knows by heart. */
export function knownDocument(random: Random, known: readonly Fact[]): Document {
  const kinds: EditKind[] = ["restated", "implied", "question", "implied-question"];
  const lines = Array.from({ length: 1 + random.below(3) }, () => {
    const fact = random.pick(known);
    return lineOf(editLine(fact, random.pick(kinds), random)!, fact.person, fact.value, secondHop(fact));
  });
  return joinLines(lines);
}
