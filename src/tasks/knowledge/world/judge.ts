import { commonKnowledge } from "./commonKnowledge.ts";
import { type Fact, relationOf, relations, secondHop } from "./fact.ts";
import { parseLine } from "./layout.ts";
import type { Passage } from "./passage.ts";
import { closings, settings, waffle } from "./phrasing.ts";
import { WHICH } from "./question.ts";
import { Reader } from "./reading.ts";
import type { Relation } from "./relation.ts";
import { readTemplate, type Slots } from "./template.ts";

/**
 * true: follows from the passage and common knowledge. false: claims something that does not follow.
 * vague: well formed but teaches nothing that is asked. malformed: not a sentence of the world.
 */
export type Verdict = "true" | "false" | "vague" | "malformed";

/** Several readings of a line; one that holds is enough, and of one all parts must. */
type Claim = readonly [Relation, Slots][];

const same = (a: string | undefined, b: string | null) =>
  a !== undefined && b !== null && a.trim().toLowerCase() === b.toLowerCase();

/** Whether the slots of a claim under the relation agree with one of the passage's facts. */
function holds(passage: Passage, relation: Relation, { n, v, h }: Slots): boolean {
  return passage.facts.some(
    (fact) =>
      fact.relation === relation.key &&
      same(n, fact.subject) &&
      (v === undefined || same(v, fact.value)) &&
      (h === undefined || same(h, secondHop(fact))),
  );
}

/** All readings of a statement as claims about a subject. */
function claimsOfStatement(text: string): Claim[] {
  const reading = new Reader().read(text);
  const told = reading.kind === "facts" ? reading.facts : [];
  const implied = relations.flatMap((relation) =>
    relation.implied.flatMap((template): Claim[] => {
      const slots = readTemplate(template, text);
      return slots ? [[[relation, slots]]] : [];
    }),
  );
  return told.length > 0 ? [told.map(claimed), ...implied] : implied;
}

function claimed(fact: Fact): [Relation, Slots] {
  return [relationOf(fact), { n: fact.subject, v: fact.value }];
}

/** All readings of a question and its answer as a claim about a subject. */
function claimsOfAnswer(question: string, answer: string): Claim[] {
  const which = readWhich(question);
  if (which !== null) return claimsOfStatement(`${answer} ${which}.`);
  return relations.flatMap((relation) => [
    ...relation.questions.flatMap((template): Claim[] => {
      const slots = readTemplate(template, question);
      return slots ? [[[relation, { ...slots, v: answer }]]] : [];
    }),
    ...relation.impliedQuestions.flatMap((template): Claim[] => {
      const slots = readTemplate(template, question);
      const key = relation.depth === "reversed" ? "n" : "h";
      return slots ? [[[relation, { ...slots, [key]: answer }]]] : [];
    }),
  ]);
}

/** The predicate of a question that leaves two people to choose from; null for other questions. */
export function readWhich(question: string): string | null {
  return new RegExp(`^${WHICH} (.+), [^,]+ or [^,]+\\?$`, "i").exec(question)?.[1] ?? null;
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

/** Whether the statement is one that teaches nothing of the passage's facts, whatever it is about. */
export function isVague(statement: string): boolean {
  return (
    commonReading(statement) ||
    [...waffle, ...settings, ...closings].some((template) => readTemplate(template, statement) !== null)
  );
}

/** Judges one line of an edit against the passage it was written for. */
export function judgeLine(line: string, passage: Passage): Verdict {
  const parsed = parseLine(line);
  if (!parsed) return "malformed";
  const claims =
    "statement" in parsed
      ? claimsOfStatement(parsed.statement)
      : claimsOfAnswer(parsed.question, parsed.answer);
  const isTrue = claims.some((claim) => claim.every(([relation, slots]) => holds(passage, relation, slots)));
  if (isTrue) return "true";
  if ("statement" in parsed && isVague(parsed.statement)) return "vague";
  return claims.length > 0 ? "false" : "malformed";
}
