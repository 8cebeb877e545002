import { commonKnowledge } from "./commonKnowledge.ts";
import { lifeRelations } from "./lifeRelations.ts";
import { makerRelations } from "./makerRelations.ts";
import type { Relation, SubjectKind } from "./relation.ts";
import { thingRelations } from "./thingRelations.ts";

export interface Fact {
  /** A person, or a thing that a person's fact names. */
  subject: string;
  /** Key of a `Relation`. */
  relation: string;
  value: string;
}

/** All kinds of facts: those of people, asked backwards first, then those of things. */
export const relations: readonly Relation[] = [...makerRelations, ...lifeRelations, ...thingRelations];

export function relationOf({ relation }: Pick<Fact, "relation">): Relation {
  const known = relations.find(({ key }) => key === relation);
  if (!known) throw new Error(`There is no kind of fact called "${relation}".`);
  return known;
}

export function subjectKind(fact: Fact): SubjectKind {
  return relationOf(fact).subject;
}

/** What kind of thing with facts of its own the value is, or null. */
export function thingNamedBy({ relation }: Pick<Fact, "relation">): Exclude<SubjectKind, "person"> | null {
  return relation === "book" || relation === "company" || relation === "ship" ? relation : null;
}

/** What the value belongs to ("cello" → "strings"), or null if the world does not know. */
export function secondHop(fact: Fact): string | null {
  return commonKnowledge[fact.relation]?.belongsTo[fact.value] ?? null;
}

/** The common things that may be the value, as the world spells them; null where others may. */
export function knownValues(relation: string): readonly string[] | null {
  const known = commonKnowledge[relation];
  return known === undefined ? null : Object.keys(known.belongsTo);
}

/** Whether the text can be the value of such a fact. */
export function acceptsValue({ key, values }: Relation, text: string): boolean {
  switch (values) {
    case "year":
      return /^\d{4}$/.test(text);
    case "count":
      return /^\d{1,3}$/.test(text);
    case "name":
      return isName(text);
    case "common":
      return knownValues(key)?.some((known) => known.toLowerCase() === text.toLowerCase()) ?? false;
  }
}

/** A name has up to three words and begins with a capital. */
export function isName(text: string): boolean {
  return /^\p{Lu}[^,;:]*$/u.test(text) && text.split(/\s+/).length <= 3;
}

/** How sentences name the subject: ships have an article. */
export function mention(kind: SubjectKind, name: string): string {
  return kind === "ship" ? `the ${name}` : name;
}
