import { createRandom } from "../../../../protocol/random.ts";
import { generatePassage, tellFacts, withQuestions } from "../../generatePassage.ts";
import type { Passage, PassageQuestion } from "../../metadata.ts";
import { commonKnowledge } from "../../world/commonKnowledge.ts";
import { type Fact, relations } from "../../world/passage.ts";
import { readWorldPassage } from "../../worldReading.ts";
import { type DraftPassage, fromDraftPassage, toDraftPassage } from "../draftPassage.ts";
import type { OwnFact, WorldRecipe } from "./recipe.ts";

export { roundsPassages, streamPassages } from "../../generatePassage.ts";
export { depthOfQuestion, type Unreadable, unreadableSentences } from "../../worldText.ts";

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
  values: Object.keys(commonKnowledge[key]?.belongsTo ?? {}),
}));

export function passageOf({ seed, ...difficulty }: WorldRecipe): Passage {
  return generatePassage(seed, difficulty);
}

/** Whether the passage is what the recipe makes, so that nothing of anyone's own is in it. */
export function isOfRecipe(passage: DraftPassage, recipe: WorldRecipe): boolean {
  return (
    JSON.stringify(fromDraftPassage(passage)) ===
    JSON.stringify(fromDraftPassage(toDraftPassage(passageOf(recipe))))
  );
}

/** The facts that a text tells, for the form; null where it is not wholly of the world. */
export function factsOf(text: string): OwnFact[] | null {
  const facts = readWorldPassage(text)?.facts;
  return facts?.map((fact, index) => ({ id: `f${index}`, ...fact })) ?? null;
}

/** Every fact of the text asked, directly and by implication; null where the text is not wholly of the world. */
export function questionsAbout(text: string, seed: number): PassageQuestion[] | null {
  const passage = readWorldPassage(text);
  return passage && withQuestions(passage, createRandom(seed)).questions;
}

export type FactProblem = { id: string; message: string };

/** What must be mended before the facts can be told: each question needs one answer. */
export function factProblems(facts: readonly OwnFact[]): FactProblem[] {
  const complete = facts.map(toFact);
  return facts.flatMap(({ id }, index): FactProblem[] => {
    const fact = complete[index]!;
    const before = complete.slice(0, index);
    if (fact.person === "" || fact.value === "") return [{ id, message: "Name and value are needed." }];
    if (/[.?!]/.test(fact.person + fact.value))
      return [{ id, message: "No full stops, please: one name each." }];
    const kind = FACT_KINDS.find(({ key }) => key === fact.relation);
    if (kind && kind.values.length > 0 && !kind.values.includes(fact.value)) {
      return [{ id, message: `The model does not know “${fact.value}”; choose one of the list.` }];
    }
    if (before.some((other) => other.person === fact.person && other.relation === fact.relation)) {
      return [{ id, message: `${fact.person} has a fact of this kind already.` }];
    }
    if (before.some((other) => other.value === fact.value)) {
      return [{ id, message: `“${fact.value}” is taken: a question about it would have two answers.` }];
    }
    return [];
  });
}

export function passageOfFacts(facts: readonly OwnFact[], seed: number): Passage {
  return tellFacts(facts.map(toFact), seed);
}

/** Trimmed, and common things spelled as the model knows them. */
function toFact({ person, relation, value }: OwnFact): Fact {
  const typed = value.trim();
  const known = Object.keys(commonKnowledge[relation]?.belongsTo ?? {});
  const spelled = known.find((one) => one.toLowerCase() === typed.toLowerCase()) ?? typed;
  return { person: person.trim(), relation, value: spelled };
}
