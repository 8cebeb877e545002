import type { Random } from "../../../protocol/random.ts";
import { answerLine, statementLine } from "./layout.ts";
import { type Fact, type Passage, relationOf, secondHop } from "./passage.ts";
import { askDirect, askImplied } from "./question.ts";
import { templatesOf } from "./relation.ts";
import { fillTemplate } from "./template.ts";

/** What a line of an edit does with a fact. */
export type EditKind = "vague" | "restated" | "implied" | "question" | "implied-question";

/** Lines that say nothing of use; the last is held out like every last template. */
export const vagueStatements: readonly string[] = [
  "{n} is a person.",
  "{n} is known in town.",
  "People like {n}.",
  "{n} has many friends.",
  "The passage is about {n}.",
  "{n} leads a busy life.",
  "Much can be said about {n}.",
];

/** One line about the fact; null if the kind needs a second hop that the world does not know. */
export function editLine(fact: Fact, kind: EditKind, random: Random): string | null {
  const relation = relationOf(fact);
  const slots = { n: fact.person, v: fact.value };
  const say = (list: readonly string[], extra = {}) =>
    statementLine(fillTemplate(random.pick(templatesOf(list, "corpus")), { ...slots, ...extra }));
  switch (kind) {
    case "vague":
      return say(vagueStatements);
    case "restated":
      return say(relation.statements);
    case "implied": {
      const hop = secondHop(fact);
      if (relation.depth === "two-hop" && hop === null) return null;
      return say(relation.implied, hop === null ? {} : { h: hop });
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

/** What a perfect writer would produce: every fact in each of the kinds, true throughout. */
export function oracleEdit(passage: Passage, kinds: readonly EditKind[], random: Random): string[] {
  return passage.facts.flatMap((fact) =>
    kinds.map((kind) => editLine(fact, kind, random)).filter((line) => line !== null),
  );
}
