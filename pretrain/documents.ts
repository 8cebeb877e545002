import type { Random } from "../src/protocol/random.ts";
import { commonKnowledge } from "../src/tasks/knowledge/world/commonKnowledge.ts";
import { type EditKind, editLine } from "../src/tasks/knowledge/world/edit.ts";
import { type Fact, secondHop } from "../src/tasks/knowledge/world/fact.ts";
import { answerLine, statementLine } from "../src/tasks/knowledge/world/layout.ts";
import { lifeRelations } from "../src/tasks/knowledge/world/lifeRelations.ts";
import { makerRelations } from "../src/tasks/knowledge/world/makerRelations.ts";
import {
  type Difficulty,
  drawFacts,
  drawValue,
  type Passage,
  tellPassage,
} from "../src/tasks/knowledge/world/passage.ts";
import { askAll } from "../src/tasks/knowledge/world/question.ts";
import { fillTemplate } from "../src/tasks/knowledge/world/template.ts";
import { type Document, joinLines, type Line, lineOf } from "./document.ts";
import { drawEdit } from "./editStyles.ts";
import { barePassage, passageRow } from "./passageRow.ts";

/** Questions with answers after a passage, in random order. */
function askedDocument(passage: Passage, random: Random, most: number): Document {
  const { line, links, valueEnds } = passageRow(passage);
  const lines = random.shuffle(askAll(passage, random)).map(({ text, answer, fact }) => {
    return lineOf(answerLine(text, answer), [answer], valueEnds.get(fact));
  });
  return joinLines([line, ...lines.slice(0, most)], links);
}

/** A passage, then questions about it. */
export function readDocument(random: Random, difficulty: Difficulty): Document {
  return askedDocument(tellPassage(drawFacts(random, difficulty, "corpus"), random), random, 10);
}

/**
 * Two to four people with the same kind of fact: only who did what tells the answers apart, so that
 * binding a value to its person has to be learned. Mostly in bare sentences.
 */
export function bindDocument(random: Random): Document {
  const people = 2 + random.below(3);
  const names = drawFacts(random, { people, factsPerPerson: 1, reversedShare: 0 }, "corpus");
  const relation = random.pick(random.next() < 0.7 ? makerRelations : lifeRelations);
  const values = new Set<string>();
  while (values.size < people) values.add(drawValue(relation, random));
  const facts = [...values].map((value, i) => ({
    subject: names[i]!.subject,
    relation: relation.key,
    value,
  }));
  const passage = random.next() < 0.7 ? barePassage(facts, random) : tellPassage(facts, random);
  return askedDocument(passage, random, 8);
}

/** A passage, then an edit of mixed quality. */
export function writeDocument(random: Random, difficulty: Difficulty): Document {
  const passage = tellPassage(drawFacts(random, difficulty, "corpus"), random);
  const { line, links, valueEnds } = passageRow(passage);
  const edit = drawEdit(passage, valueEnds, random);
  return joinLines([line, { text: "Implications:", spans: [] }, ...edit], links);
}

/** A few lines of common knowledge. */
export function commonDocument(random: Random): Document {
  const lines = Array.from({ length: 1 + random.below(6) }, (): Line => {
    const { belongsTo, statements, questions } = random.pick(Object.values(commonKnowledge));
    const [v, h] = random.pick(Object.entries(belongsTo));
    return random.next() < 0.5
      ? lineOf(statementLine(fillTemplate(random.pick(statements), { v, h })), [v, h])
      : lineOf(answerLine(fillTemplate(random.pick(questions), { v }), h), [h]);
  });
  return joinLines(lines);
}

/** A few lines, without a passage, about one of the people that pre-training knows by heart. */
export function knownDocument(random: Random, known: readonly Fact[]): Document {
  const kinds: EditKind[] = ["restated", "implied", "question", "implied-question"];
  const lines = Array.from({ length: 1 + random.below(3) }, () => {
    const fact = random.pick(known);
    return lineOf(editLine(fact, random.pick(kinds), random)!, [fact.subject, fact.value, secondHop(fact)]);
  });
  return joinLines(lines);
}
