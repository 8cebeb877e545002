import type { Random } from "../src/protocol/random.ts";
import { type Fact, mention, subjectKind } from "../src/tasks/knowledge/world/fact.ts";
import { passageLine } from "../src/tasks/knowledge/world/layout.ts";
import { type Passage, peopleOf } from "../src/tasks/knowledge/world/passage.ts";
import { predicate } from "../src/tasks/knowledge/world/telling.ts";
import { capitalised } from "../src/tasks/knowledge/world/template.ts";
import { type Line, type Link, placesOf } from "./document.ts";

/** The passage's line of a document, and where in it each fact's value ends. */
export interface PassageRow {
  line: Line;
  links: Link[];
  /** By fact, the last character of its value. */
  valueEnds: ReadonlyMap<Fact, number>;
}

/** Every value is linked to the last place where its subject was named: pronouns are found through it. */
export function passageRow({ text, facts, sentences }: Passage): PassageRow {
  const whole = passageLine(text);
  const links: Link[] = [];
  const valueEnds = new Map<Fact, number>();
  const [opening = ""] = sentences;
  const tellsNothing = !facts.some(({ subject }) => opening.includes(subject));
  let from = whole.length - text.length + (tellsNothing ? opening.length : 0);
  for (const fact of facts) {
    const [start] = placesOf(fact.value, whole).filter((place) => place >= from);
    if (start === undefined) throw new Error(`“${fact.value}” does not stand in: ${text}`);
    from = start + fact.value.length;
    valueEnds.set(fact, from - 1);
    const named = placesOf(fact.subject, whole).findLast((place) => place < start);
    if (named !== undefined) links.push({ at: from - 1, source: named + fact.subject.length - 1 });
  }
  return { line: { text: whole, spans: [] }, links, valueEnds };
}

/** One bare sentence a fact: what reading begins with. */
export function barePassage(facts: readonly Fact[], random: Random): Passage {
  const told = random.shuffle(facts);
  const sentences = told.map((fact) =>
    capitalised(`${mention(subjectKind(fact), fact.subject)} ${predicate(fact, random, "corpus")}.`),
  );
  return { people: peopleOf(facts), facts: told, sentences, text: sentences.join(" ") };
}
