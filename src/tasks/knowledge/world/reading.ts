import { acceptsValue, type Fact, isName, relations, thingNamedBy } from "./fact.ts";
import { closings, epithets, openers, settings } from "./phrasing.ts";
import type { Relation, SubjectKind } from "./relation.ts";
import { readTemplate } from "./template.ts";

/** What a sentence tells, or why it cannot be read. */
export type Reading =
  /** None where it only sets the scene. */
  | { kind: "facts"; facts: Fact[] }
  /** A sentence of the world but for this value. */
  | { kind: "unknown"; value: string }
  /** A pronoun that nobody and nothing before it can be meant by. */
  | { kind: "unbound"; pronoun: string }
  | { kind: "foreign" };

type ClauseReading = { kind: "fact"; fact: Fact } | Exclude<Reading, { kind: "facts" | "foreign" }>;

/** Reads sentences one after the other: pronouns mean who or what was told of last. */
export class Reader {
  private person: string | null = null;
  private readonly things: { kind: SubjectKind; name: string }[] = [];

  read(sentence: string): Reading {
    const isScene = [...settings, ...closings].some((template) => readTemplate(template, sentence));
    if (isScene) return { kind: "facts", facts: [] };
    let problem: Reading = { kind: "foreign" };
    for (const clauses of clausesOf(undressed(sentence))) {
      const reading = this.readClauses(clauses);
      if (reading.kind === "facts") {
        for (const fact of reading.facts) this.remember(fact);
        return reading;
      }
      if (reading.kind !== "foreign") problem = reading;
    }
    return problem;
  }

  private readClauses(clauses: readonly string[]): Reading {
    const facts: Fact[] = [];
    let subject: string | null = null;
    for (const clause of clauses) {
      // A joined clause has the subject of the first, whatever stands in its place.
      const readings = relations.flatMap((relation) => this.readClause(relation, clause, subject));
      const told = readings.find((reading) => reading.kind === "fact") ?? readings[0];
      if (told?.kind !== "fact") return told ?? { kind: "foreign" };
      subject ??= told.fact.subject;
      facts.push(told.fact);
    }
    return { kind: "facts", facts };
  }

  private readClause(relation: Relation, clause: string, subject: string | null): ClauseReading[] {
    return relation.statements.flatMap((statement): ClauseReading[] => {
      const { n, v } = readTemplate(statement, clause) ?? {};
      if (n === undefined || v === undefined) return [];
      const name = subject !== null && n === SAME ? subject : this.nameIn(n, relation.subject);
      if (name === null) return isPronoun(n) ? [{ kind: "unbound", pronoun: n }] : [];
      if (acceptsValue(relation, v)) {
        return [{ kind: "fact", fact: { subject: name, relation: relation.key, value: v } }];
      }
      return v.split(/\s+/).length <= 3 ? [{ kind: "unknown", value: v }] : [];
    });
  }

  /** The name that is meant by what stands in a subject's place, or null. */
  private nameIn(text: string, kind: SubjectKind): string | null {
    if (kind === "person") {
      if (/^(?:he|she)$/i.test(text)) return this.person;
      const name = epithet.exec(text)?.[1] ?? text;
      return isName(name) && !/^(?:the|it) /i.test(`${name} `) ? name : null;
    }
    if (/^it$/i.test(text)) return this.things.findLast((thing) => thing.kind === kind)?.name ?? null;
    const name = text.replace(new RegExp(`^the (?:${kind} )?`, "i"), "");
    return isName(name) ? name : null;
  }

  private remember(fact: Fact): void {
    const relation = relations.find(({ key }) => key === fact.relation);
    if (relation?.subject === "person") this.person = fact.subject;
    else if (relation !== undefined) this.things.push({ kind: relation.subject, name: fact.subject });
    const kind = thingNamedBy(fact);
    if (kind !== null) this.things.push({ kind, name: fact.value });
  }
}

/** Stands for the subject of the clause before. */
const SAME = "Same";

const epithet = new RegExp(`^the (?:${epithets.join("|")}) (.+)$`, "i");

function isPronoun(text: string): boolean {
  return /^(?:he|she|it)$/i.test(text);
}

/** Without an opener. */
function undressed(sentence: string): string {
  const opener = openers.find((text) => sentence.toLowerCase().startsWith(`${text.toLowerCase()} `));
  return opener === undefined ? sentence : sentence.slice(opener.length + 1);
}

/** The ways in which a sentence may fall into clauses, each a sentence about the same subject. */
function clausesOf(sentence: string): string[][] {
  const ways = [[sentence]];
  const aside = /^(.+?), (?:who|which) (.+), (.+)$/i.exec(sentence);
  if (aside) ways.push([`${aside[1]} ${aside[2]}.`, `${SAME} ${aside[3]}`]);
  for (const { index, 0: joint } of sentence.matchAll(/,? and (?:(?:he|she|it) )?/gi)) {
    ways.push([`${sentence.slice(0, index)}.`, `${SAME} ${sentence.slice(index + joint.length)}`]);
  }
  return ways;
}
