import type { Random } from "../../../protocol/random.ts";
import { type Fact, relationOf, secondHop, subjectKind } from "./fact.ts";
import type { Passage } from "./passage.ts";
import { type Depth, type TemplateSplit, templatesOf } from "./relation.ts";
import { predicate } from "./telling.ts";
import { fillTemplate } from "./template.ts";

export interface Question {
  text: string;
  answer: string;
  depth: Depth;
  /** The fact it asks about. */
  fact: Fact;
}

/** The question as stated: its answer stands in the passage as the value. */
export function askDirect(fact: Fact, random: Random, split: TemplateSplit = "corpus"): Question {
  const template = random.pick(templatesOf(relationOf(fact).questions, split));
  return { text: fillTemplate(template, { n: fact.subject }), answer: fact.value, depth: "direct", fact };
}

/** The reversed or two-hop question; null when the world does not know what the value belongs to. */
export function askImplied(fact: Fact, random: Random, split: TemplateSplit = "corpus"): Question | null {
  const relation = relationOf(fact);
  const text = fillTemplate(random.pick(templatesOf(relation.impliedQuestions, split)), {
    n: fact.subject,
    v: fact.value,
  });
  if (relation.depth === "reversed") return { text, answer: fact.subject, depth: "reversed", fact };
  const answer = secondHop(fact);
  return answer === null ? null : { text, answer, depth: "two-hop", fact };
}

/** Before the predicate of a question that leaves two people to choose from. */
export const WHICH = "Which of the two";

/** Which of two people the fact is about. */
function askWhich(fact: Fact, other: string, random: Random, split: TemplateSplit = "corpus"): Question {
  const [one, two] = random.shuffle([fact.subject, other]);
  const text = `${WHICH} ${predicate(fact, random, split)}, ${one} or ${two}?`;
  return { text, answer: fact.subject, depth: "which", fact };
}

/** Every fact asked directly and by implication, and of every person one by "which of the two". */
export function askAll(passage: Passage, random: Random, split: TemplateSplit = "corpus"): Question[] {
  const asked = passage.facts.flatMap((fact) => {
    const implied = askImplied(fact, random, split);
    return [askDirect(fact, random, split), ...(implied ? [implied] : [])];
  });
  if (passage.people.length < 2) return asked;
  const chosen = passage.people.map((person) => {
    const fact = random.pick(passage.facts.filter((one) => one.subject === person && isOfPerson(one)));
    return askWhich(fact, random.pick(passage.people.filter((other) => other !== person)), random, split);
  });
  return [...asked, ...chosen];
}

function isOfPerson(fact: Fact): boolean {
  return subjectKind(fact) === "person";
}
