import type { Random } from "../../../protocol/random.ts";
import { type Fact, type Passage, relationOf, secondHop } from "./passage.ts";
import { type Depth, type TemplateSplit, templatesOf } from "./relation.ts";
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
  return { text: fillTemplate(template, { n: fact.person }), answer: fact.value, depth: "direct", fact };
}

/** The reversed or two-hop question; null when the world does not know what the value belongs to. */
export function askImplied(fact: Fact, random: Random, split: TemplateSplit = "corpus"): Question | null {
  const relation = relationOf(fact);
  const text = fillTemplate(random.pick(templatesOf(relation.impliedQuestions, split)), {
    n: fact.person,
    v: fact.value,
  });
  if (relation.depth === "reversed") return { text, answer: fact.person, depth: "reversed", fact };
  const answer = secondHop(fact);
  return answer === null ? null : { text, answer, depth: "two-hop", fact };
}

/** Every fact asked directly and by implication, in one phrasing each. */
export function askAll(passage: Passage, random: Random, split: TemplateSplit = "corpus"): Question[] {
  return passage.facts.flatMap((fact) => {
    const implied = askImplied(fact, random, split);
    return [askDirect(fact, random, split), ...(implied ? [implied] : [])];
  });
}
