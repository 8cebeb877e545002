import { createRandom } from "../../../../protocol/random.ts";
import { rememberedBy } from "../../../../protocol/remembered.ts";
import { generatePassage, tellFacts, withQuestions } from "../../generatePassage.ts";
import type { Passage, PassageQuestion } from "../../metadata.ts";
import { acceptsValue, type Fact, isName, knownValues, relations } from "../../world/fact.ts";
import { readWorldPassage } from "../../world/readPassage.ts";
import * as unreadable from "../../world/unreadable.ts";
import { type DraftPassage, fromDraftPassage, toDraftPassage } from "../draftPassage.ts";
import type { OwnFact, WorldRecipe } from "./recipe.ts";

export { roundsPassages, streamPassages } from "../../generatePassage.ts";
export type { Unreadable } from "../../world/unreadable.ts";

/**
 * What the page knows of the embedded model's invented world. Only those who meet that model need it, so it is
 * never imported but by `loadWorld`.
 */
export interface FactKind {
  key: string;
  /** Between name and value: "plays the". */
  label: string;
  /** The common things that the model knows; empty where any name will do. */
  values: readonly string[];
}

export const FACT_KINDS: readonly FactKind[] = relations.map(({ key, label }) => ({
  key,
  label,
  values: knownValues(key) ?? [],
}));

// The page is drawn at every key, and asks all of this again each time.
const ofText = <To>(read: (text: string) => To) => rememberedBy((text: string) => text, read);

export const unreadableSentences = ofText(unreadable.unreadableSentences);
export const depthOfQuestion = ofText(unreadable.depthOfQuestion);

export const passageOf = rememberedBy<WorldRecipe, Passage>(JSON.stringify, ({ seed, ...difficulty }) =>
  generatePassage(seed, difficulty),
);

/** Whether the passage is what the recipe makes, so that nothing of anyone's own is in it. */
export function isOfRecipe(passage: DraftPassage, recipe: WorldRecipe): boolean {
  return (
    JSON.stringify(fromDraftPassage(passage)) ===
    JSON.stringify(fromDraftPassage(toDraftPassage(passageOf(recipe))))
  );
}

/** The facts that a text tells, for the form; null where it is not wholly of the world. */
export const factsOf = ofText((text): OwnFact[] | null => {
  const facts = readWorldPassage(text)?.facts;
  return facts?.map(({ subject, ...fact }, index) => ({ id: `f${index}`, person: subject, ...fact })) ?? null;
});

/** Every fact of the text asked, directly and by implication; null where the text is not wholly of the world. */
export function questionsAbout(text: string, seed: number): PassageQuestion[] | null {
  const passage = readWorldPassage(text);
  return passage && withQuestions(passage, createRandom(seed)).questions;
}

const NO_NAME = "A name begins with a capital and has up to three words.";

export type FactProblem = { id: string; message: string };

/** What must be mended before the facts can be told: each question needs one answer. */
export function factProblems(facts: readonly OwnFact[]): FactProblem[] {
  const complete = facts.map(toFact);
  return facts.flatMap(({ id }, index): FactProblem[] => {
    const fact = complete[index]!;
    const before = complete.slice(0, index);
    if (fact.subject === "" || fact.value === "") return [{ id, message: "Name and value are needed." }];
    if (/[.?!]/.test(fact.subject + fact.value))
      return [{ id, message: "No full stops, please: one name each." }];
    const problem = factProblem(fact);
    if (problem) return [{ id, message: problem }];
    if (before.some((other) => other.subject === fact.subject && other.relation === fact.relation)) {
      return [{ id, message: `${fact.subject} has a fact of this kind already.` }];
    }
    if (before.some((other) => other.value === fact.value)) {
      return [{ id, message: `“${fact.value}” is taken: a question about it would have two answers.` }];
    }
    return [];
  });
}

/** A year is read as a year and a name as a name; anything else would be no sentence of the world. */
function factProblem(fact: Fact): string | null {
  const relation = relations.find(({ key }) => key === fact.relation);
  if (relation === undefined) return "The model does not know this kind of fact; choose another.";
  if (!isName(fact.subject)) return NO_NAME;
  if (acceptsValue(relation, fact.value)) return null;
  switch (relation.values) {
    case "common":
      return `The model does not know “${fact.value}”; choose one of the list.`;
    case "year":
      return "A year of four digits is needed.";
    case "count":
      return "A number of up to three digits is needed.";
    case "name":
      return NO_NAME;
  }
}

export function passageOfFacts(facts: readonly OwnFact[], seed: number): Passage {
  return tellFacts(facts.map(toFact), seed);
}

/** Trimmed, and common things spelled as the model knows them. */
function toFact({ person, relation, value }: OwnFact): Fact {
  const typed = value.trim();
  const spelled = knownValues(relation)?.find((one) => one.toLowerCase() === typed.toLowerCase());
  return { subject: person.trim(), relation, value: spelled ?? typed };
}
