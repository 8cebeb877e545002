import type { Random } from "../../../protocol/random.ts";
import { type Fact, knownValues, relations, thingNamedBy } from "./fact.ts";
import { lifeRelations } from "./lifeRelations.ts";
import { makerRelations } from "./makerRelations.ts";
import { inventPerson, inventValue, type NamePool } from "./names.ts";
import type { Relation, TemplateSplit } from "./relation.ts";
import { tell } from "./telling.ts";

/** A short text about several people and things, and the ground truth it was made from. */
export interface Passage {
  people: readonly string[];
  /** In the order in which they are told. */
  facts: readonly Fact[];
  sentences: readonly string[];
  /** The sentences, joined. */
  text: string;
}

/** What a generated passage should look like. */
export interface Difficulty {
  people: number;
  factsPerPerson: number;
  /** Share of people's facts whose implied question is reversed; the rest are two-hop. */
  reversedShare: number;
}

/** Three people, two facts each: the default of the page. */
export const defaultDifficulty: Difficulty = { people: 3, factsPerPerson: 2, reversedShare: 0.5 };

/** A value for the relation: invented, or one of the common things the world knows. */
export function drawValue(relation: Relation, random: Random): string {
  switch (relation.values) {
    case "year":
      return String(1800 + random.below(150));
    case "count":
      return String(11 + random.below(80));
    case "common":
      return random.pick(knownValues(relation.key)!);
    case "name":
      return inventValue(relation.key, random)!;
  }
}

/**
 * Facts of a fresh passage. Values never repeat, so that every question has one answer. Of several people, the first
 * whose fact names a book, a company or a ship makes the passage tell of that thing too.
 */
export function drawFacts(random: Random, difficulty: Difficulty, pool: NamePool): Fact[] {
  const people: string[] = [];
  while (people.length < difficulty.people) {
    const name = inventPerson(random, pool);
    // Names that begin alike would be hard on a reader of syllables.
    if (!people.some((other) => other.slice(0, 3) === name.slice(0, 3))) people.push(name);
  }
  const facts: Fact[] = [];
  const values = new Set<string>();
  const add = (subject: string, relation: Relation) => {
    let value = drawValue(relation, random);
    while (values.has(value)) value = drawValue(relation, random);
    values.add(value);
    facts.push({ subject, relation: relation.key, value });
  };
  const total = difficulty.people * difficulty.factsPerPerson;
  const reversed = Math.round(total * difficulty.reversedShare);
  const depths = random.shuffle(Array.from({ length: total }, (_, i) => i < reversed));
  for (const person of people) {
    const used = new Set<string>();
    for (let i = 0; i < difficulty.factsPerPerson; i++) {
      const wanted = depths[facts.length] ? makerRelations : lifeRelations;
      const isFirst =
        wanted === makerRelations &&
        !facts.some((fact) => thingNamedBy(fact) !== null) &&
        difficulty.people > 1;
      const relation = random.pick(
        wanted.filter(({ key }) => !used.has(key) && (!isFirst || thingNamedBy({ relation: key }) !== null)),
      );
      used.add(relation.key);
      add(person, relation);
    }
  }
  const owned = difficulty.people > 1 ? facts.find((fact) => thingNamedBy(fact) !== null) : undefined;
  if (owned !== undefined) {
    const kind = thingNamedBy(owned);
    for (const relation of relations.filter(({ subject }) => subject === kind)) add(owned.value, relation);
  }
  return facts;
}

/** Tells the facts in an order, with joints and in phrasings that the seed draws. */
export function tellPassage(
  facts: readonly Fact[],
  random: Random,
  split: TemplateSplit = "corpus",
): Passage {
  const told = tell(facts, random, split);
  return { people: peopleOf(facts), ...told, text: told.sentences.join(" ") };
}

export function peopleOf(facts: readonly Fact[]): string[] {
  const things = new Set(relations.filter(({ subject }) => subject !== "person").map(({ key }) => key));
  return [...new Set(facts.filter(({ relation }) => !things.has(relation)).map(({ subject }) => subject))];
}

/** A fresh passage by seed and difficulty, about people that pre-training never saw. */
export function createPassage(random: Random, difficulty: Difficulty = defaultDifficulty): Passage {
  return tellPassage(drawFacts(random, difficulty, "fresh"), random);
}
