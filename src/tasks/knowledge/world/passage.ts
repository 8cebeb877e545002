import type { Random } from "../../../protocol/random.ts";
import { commonKnowledge } from "./commonKnowledge.ts";
import { lifeRelations } from "./lifeRelations.ts";
import { makerRelations } from "./makerRelations.ts";
import { inventPerson, inventValue, type NamePool } from "./names.ts";
import { type Relation, type TemplateSplit, templatesOf } from "./relation.ts";
import { fillTemplate } from "./template.ts";

/** All kinds of facts, asked backwards first, then those with a second hop. */
export const relations: readonly Relation[] = [...makerRelations, ...lifeRelations];

export interface Fact {
  person: string;
  /** Key of a `Relation`. */
  relation: string;
  value: string;
}

/** A short text about several people, and the ground truth it was made from. */
export interface Passage {
  people: readonly string[];
  /** In the order of the sentences. */
  facts: readonly Fact[];
  sentences: readonly string[];
  /** The sentences, joined. */
  text: string;
}

/** What a generated passage should look like. */
export interface Difficulty {
  people: number;
  factsPerPerson: number;
  /** Share of facts whose implied question is reversed; the rest are two-hop. */
  reversedShare: number;
}

/** Three people, two facts each: the default of the page. */
export const defaultDifficulty: Difficulty = { people: 3, factsPerPerson: 2, reversedShare: 0.5 };

export function relationOf(fact: Fact): Relation {
  const relation = relations.find(({ key }) => key === fact.relation);
  if (!relation) throw new Error(`There is no kind of fact called "${fact.relation}".`);
  return relation;
}

/** What the value belongs to ("cello" → "strings"), or null if the world does not know. */
export function secondHop(fact: Fact): string | null {
  return commonKnowledge[fact.relation]?.belongsTo[fact.value] ?? null;
}

/** A value for the relation: invented, or one of the common things the world knows. */
export function drawValue(relation: Relation, random: Random): string {
  const known = commonKnowledge[relation.key];
  if (known) return random.pick(Object.keys(known.belongsTo));
  return inventValue(relation.key, random)!;
}

/** Facts of a fresh passage. Values never repeat, so that every question has one answer. */
export function drawFacts(random: Random, difficulty: Difficulty, pool: NamePool): Fact[] {
  const people: string[] = [];
  while (people.length < difficulty.people) {
    const name = inventPerson(random, pool);
    // Names that begin alike would be hard on a reader of syllables.
    if (!people.some((other) => other.slice(0, 3) === name.slice(0, 3))) people.push(name);
  }
  const facts: Fact[] = [];
  const values = new Set<string>();
  const total = difficulty.people * difficulty.factsPerPerson;
  const reversed = Math.round(total * difficulty.reversedShare);
  const depths = random.shuffle(Array.from({ length: total }, (_, i) => i < reversed));
  for (const person of people) {
    const used = new Set<string>();
    for (let i = 0; i < difficulty.factsPerPerson; i++) {
      const wanted = depths[facts.length] ? makerRelations : lifeRelations;
      const relation = random.pick(wanted.filter(({ key }) => !used.has(key)));
      let value = drawValue(relation, random);
      while (values.has(value)) value = drawValue(relation, random);
      used.add(relation.key);
      values.add(value);
      facts.push({ person, relation: relation.key, value });
    }
  }
  return facts;
}

/** Tells the facts in a random order (people interleaved), each in one of its phrasings. */
export function tellPassage(
  facts: readonly Fact[],
  random: Random,
  split: TemplateSplit = "corpus",
): Passage {
  const told = random.shuffle(facts);
  const sentences = told.map((fact) =>
    fillTemplate(random.pick(templatesOf(relationOf(fact).statements, split)), {
      n: fact.person,
      v: fact.value,
    }),
  );
  return {
    people: [...new Set(facts.map(({ person }) => person))],
    facts: told,
    sentences,
    text: sentences.join(" "),
  };
}

/** A fresh passage by seed and difficulty, about people that pre-training never saw. */
export function createPassage(random: Random, difficulty: Difficulty = defaultDifficulty): Passage {
  return tellPassage(drawFacts(random, difficulty, "fresh"), random);
}
