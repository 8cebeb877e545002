import { commonKnowledge } from "./commonKnowledge.ts";
import { vagueStatements } from "./edit.ts";
import { parseLine } from "./layout.ts";
import { type Passage, relations, secondHop } from "./passage.ts";
import type { Relation } from "./relation.ts";
import { readTemplate, type Slots } from "./template.ts";

/**
 * true: follows from the passage and common knowledge. false: claims something that does not follow.
 * vague: well formed but teaches nothing of the passage. malformed: not a sentence of the world.
 */
export type Verdict = "true" | "false" | "vague" | "malformed";

const same = (a: string | undefined, b: string | null) =>
  a !== undefined && b !== null && a.trim().toLowerCase() === b.toLowerCase();

/** Whether the slots of a claim under the relation agree with one of the passage's facts. */
function holds(passage: Passage, relation: Relation, { n, v, h }: Slots): boolean {
  return passage.facts.some(
    (fact) =>
      fact.relation === relation.key &&
      same(n, fact.person) &&
      (v === undefined || same(v, fact.value)) &&
      (h === undefined || same(h, secondHop(fact))),
  );
}

/** All readings of a statement as a claim about a person. */
function claimsOfStatement(text: string): [Relation, Slots][] {
  return relations.flatMap((relation) =>
    [...relation.statements, ...relation.implied].flatMap((template): [Relation, Slots][] => {
      const slots = readTemplate(template, text);
      return slots ? [[relation, slots]] : [];
    }),
  );
}

/** All readings of a question and its answer as a claim about a person. */
function claimsOfAnswer(question: string, answer: string): [Relation, Slots][] {
  return relations.flatMap((relation) => [
    ...relation.questions.flatMap((template): [Relation, Slots][] => {
      const slots = readTemplate(template, question);
      return slots ? [[relation, { ...slots, v: answer }]] : [];
    }),
    ...relation.impliedQuestions.flatMap((template): [Relation, Slots][] => {
      const slots = readTemplate(template, question);
      const key = relation.depth === "reversed" ? "n" : "h";
      return slots ? [[relation, { ...slots, [key]: answer }]] : [];
    }),
  ]);
}

/** Whether the line is common knowledge ("The cello is one of the strings."), true or not of it. */
function commonReading(statement: string): boolean {
  return Object.values(commonKnowledge).some(({ belongsTo, statements }) =>
    statements.some((template) => {
      const slots = readTemplate(template, statement);
      return slots !== null && same(slots.h, belongsTo[slots.v ?? ""] ?? null);
    }),
  );
}

/** Judges one line of an edit against the passage it was written for. */
export function judgeLine(line: string, passage: Passage): Verdict {
  const parsed = parseLine(line);
  if (!parsed) return "malformed";
  const isVague =
    "statement" in parsed &&
    (commonReading(parsed.statement) ||
      vagueStatements.some((template) => {
        const slots = readTemplate(template, parsed.statement);
        return passage.people.some((person) => same(slots?.n, person));
      }));
  const claims =
    "statement" in parsed
      ? claimsOfStatement(parsed.statement)
      : claimsOfAnswer(parsed.question, parsed.answer);
  if (claims.some(([relation, slots]) => holds(passage, relation, slots))) return "true";
  if (isVague) return "vague";
  return claims.length > 0 ? "false" : "malformed";
}
