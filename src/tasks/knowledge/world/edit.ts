import type { Random } from "../../../protocol/random.ts";
import { type Fact, mention, relationOf, secondHop, subjectKind } from "./fact.ts";
import { answerLine, statementLine } from "./layout.ts";
import type { Passage } from "./passage.ts";
import { waffle } from "./phrasing.ts";
import { askDirect, askImplied } from "./question.ts";
import { templatesOf } from "./relation.ts";
import { predicate } from "./telling.ts";
import { capitalised, fillTemplate } from "./template.ts";

/** What a line of an edit does with a fact. */
export type EditKind = "vague" | "restated" | "implied" | "question" | "implied-question";

/** One line about the fact; null if the kind needs a second hop that the world does not know. */
export function editLine(fact: Fact, kind: EditKind, random: Random): string | null {
  const relation = relationOf(fact);
  const name = mention(subjectKind(fact), fact.subject);
  switch (kind) {
    case "vague":
      return statementLine(fillTemplate(random.pick(templatesOf(waffle, "corpus")), { n: name }));
    case "restated":
      return statementLine(capitalised(`${name} ${predicate(fact, random, "corpus")}.`));
    case "implied": {
      const h = secondHop(fact);
      if (relation.depth === "two-hop" && h === null) return null;
      const slots = { n: fact.subject, v: fact.value, ...(h === null ? {} : { h }) };
      return statementLine(fillTemplate(random.pick(templatesOf(relation.implied, "corpus")), slots));
    }
    case "question": {
      const { text, answer } = askDirect(fact, random);
      return answerLine(text, answer);
    }
    case "implied-question": {
      const question = askImplied(fact, random);
      return question && answerLine(question.text, question.answer);
    }
  }
}

/** Two facts in one statement about the subject of the first: half true where the second is another's. */
export function mergedLine(first: Fact, second: Fact, random: Random): string {
  const name = mention(subjectKind(first), first.subject);
  const [a, b] = [first, second].map((fact) => predicate(fact, random, "corpus"));
  return statementLine(capitalised(`${name} ${a} and ${b}.`));
}

/** What a perfect writer would produce: every fact in each of the kinds, true throughout. */
export function oracleEdit(passage: Passage, kinds: readonly EditKind[], random: Random): string[] {
  return passage.facts.flatMap((fact) =>
    kinds.map((kind) => editLine(fact, kind, random)).filter((line) => line !== null),
  );
}
