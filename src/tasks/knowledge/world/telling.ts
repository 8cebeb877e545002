import type { Random } from "../../../protocol/random.ts";
import { type Fact, mention, relationOf, subjectKind, thingNamedBy } from "./fact.ts";
import { pronounOf } from "./names.ts";
import { closings, epithets, openers, seasons, settings, towns } from "./phrasing.ts";
import { predicateOf, type SubjectKind, type TemplateSplit, templatesOf } from "./relation.ts";
import { capitalised, fillTemplate } from "./template.ts";

/** No more than these where joining clauses can help it. */
const MOST_SENTENCES = 8;

/** Facts about one subject that are told in one go. */
type Block = Fact[];

/** Facts in the order in which they are told, and the sentences: a setting, the facts, perhaps a last word. */
export interface Told {
  facts: Fact[];
  sentences: string[];
}

/**
 * Tells facts as a notice or an almanac would: each person in turn, sometimes with a fact held back for a later
 * mention; facts of a thing follow the sentence that names it. Two facts may share a sentence, and who has just been
 * named may be a pronoun.
 */
export function tell(facts: readonly Fact[], random: Random, split: TemplateSplit): Told {
  const named = new Set<string>();
  const sentences: string[] = [];
  const blocks = blocksOf(facts, random);
  const where = { t: random.pick(towns), y: String(1950 + random.below(40)), s: random.pick(seasons) };
  sentences.push(fillTemplate(random.pick(templatesOf(settings, split)), where));
  let last: Fact | undefined;
  let untold = facts.length;
  for (const block of blocks) {
    for (let from = 0; from < block.length; ) {
      const isLong = sentences.length + untold > MOST_SENTENCES;
      const joined = block.slice(from, from + (random.next() < 0.6 || isLong ? 2 : 1));
      const subject = subjectOf(joined[0]!, last, named, random);
      sentences.push(sentenceOf(subject, joined, random, split));
      named.add(joined[0]!.subject);
      last = joined.at(-1);
      untold -= joined.length;
      from += joined.length;
    }
  }
  if (sentences.length < MOST_SENTENCES && random.next() < 0.5)
    sentences.push(fillTemplate(random.pick(templatesOf(closings, split)), where));
  return { facts: blocks.flat(), sentences };
}

function blocksOf(facts: readonly Fact[], random: Random): Block[] {
  const people = facts.filter((fact) => subjectKind(fact) === "person");
  const things = facts.filter((fact) => subjectKind(fact) !== "person");
  const first: Block[] = [];
  const later: Block[] = [];
  for (const person of random.shuffle([...new Set(people.map(({ subject }) => subject))])) {
    const own = random.shuffle(people.filter(({ subject }) => subject === person));
    if (own.length > 1 && random.next() < 0.3) later.push(own.splice(-1));
    first.push(own);
  }
  const order = [...first, ...random.shuffle(later)];
  // A thing without an owner in the passage is told last.
  for (const thing of new Set(things.map(({ subject }) => subject))) {
    const own = random.shuffle(things.filter(({ subject }) => subject === thing));
    const naming = order.findIndex((block) => block.some(({ value }) => value === thing));
    order.splice(naming < 0 ? order.length : naming + 1, 0, own);
  }
  return order;
}

/** How a sentence begins. Only who or what the sentence before ended with can be a pronoun. */
function subjectOf(fact: Fact, last: Fact | undefined, named: ReadonlySet<string>, random: Random): string {
  const { subject } = fact;
  const kind = subjectKind(fact);
  const isJustNamed =
    last !== undefined &&
    (last.subject === subject || (last.value === subject && thingNamedBy(last) === kind));
  if (isJustNamed && random.next() < 0.65) return pronounFor(kind, subject);
  if (named.has(subject)) return mention(kind, subject);
  if (kind !== "person") return `the ${kind} ${subject}`;
  return random.next() < 0.3 ? `the ${random.pick(epithets)} ${subject}` : subject;
}

function pronounFor(kind: SubjectKind, name: string): string {
  return kind === "person" ? pronounOf(name) : "it";
}

function sentenceOf(subject: string, facts: readonly Fact[], random: Random, split: TemplateSplit): string {
  const [first, second] = facts.map((fact) => predicate(fact, random, split));
  const opener = random.next() < 0.2 ? `${random.pick(openers)} ` : "";
  return capitalised(`${opener}${joinPredicates(subject, first!, second, facts[0]!, random)}.`);
}

/** What a statement of the fact says of its subject. */
export function predicate(fact: Fact, random: Random, split: TemplateSplit): string {
  const statement = random.pick(templatesOf(relationOf(fact).statements, split));
  const filled = fillTemplate(`X ${predicateOf(statement)}`, { v: fact.value });
  return filled.slice("X ".length);
}

function joinPredicates(
  subject: string,
  first: string,
  second: string | undefined,
  fact: Fact,
  random: Random,
): string {
  if (second === undefined) return `${subject} ${first}`;
  const kind = subjectKind(fact);
  const pronoun = pronounFor(kind, fact.subject);
  const forms = [`${subject} ${first} and ${second}`, `${subject} ${first}, and ${pronoun} ${second}`];
  if (subject !== pronoun)
    forms.push(`${subject}, ${kind === "person" ? "who" : "which"} ${first}, ${second}`);
  return random.pick(forms);
}
