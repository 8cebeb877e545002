import type { Random } from "../src/protocol/random.ts";
import { commonKnowledge } from "../src/tasks/knowledge/world/commonKnowledge.ts";
import { type EditKind, oracleEdit } from "../src/tasks/knowledge/world/edit.ts";
import {
  type Fact,
  mention,
  relationOf,
  relations,
  secondHop,
  subjectKind,
} from "../src/tasks/knowledge/world/fact.ts";
import {
  answerLine,
  editPrompt,
  passageLine,
  questionPrompt,
  statementLine,
} from "../src/tasks/knowledge/world/layout.ts";
import { createPassage, type Difficulty, type Passage } from "../src/tasks/knowledge/world/passage.ts";
import { waffle } from "../src/tasks/knowledge/world/phrasing.ts";
import { askAll } from "../src/tasks/knowledge/world/question.ts";
import { predicateOf } from "../src/tasks/knowledge/world/relation.ts";
import { capitalised, fillTemplate } from "../src/tasks/knowledge/world/template.ts";

const difficulties: Record<string, Difficulty> = {
  "one person": { people: 1, factsPerPerson: 4, reversedShare: 0.5 },
  "two people": { people: 2, factsPerPerson: 2, reversedShare: 0.5 },
  "three people": { people: 3, factsPerPerson: 2, reversedShare: 0.5 },
};
const oracleKinds: Record<string, EditKind[]> = {
  restated: ["restated"],
  implied: ["implied"],
  "implied questions": ["implied-question"],
  questions: ["question", "implied-question"],
};

/** What the fact says of its subject, in all phrasings. */
function predicates(fact: Fact): string[] {
  return relationOf(fact).statements.map((statement) =>
    fillTemplate(`X ${predicateOf(statement)}`, { v: fact.value }).slice("X ".length),
  );
}

/** Every true line about the fact, in all phrasings. */
function trueLines(fact: Fact): string[] {
  const relation = relationOf(fact);
  const h = secondHop(fact);
  const slots = { n: fact.subject, v: fact.value, ...(h === null ? {} : { h }) };
  const fill = (template: string) => fillTemplate(template, slots);
  const impliedAnswer = relation.depth === "reversed" ? fact.subject : h!;
  const name = mention(subjectKind(fact), fact.subject);
  return [
    ...predicates(fact).map((predicate) => statementLine(capitalised(`${name} ${predicate}.`))),
    ...relation.implied.map((template) => statementLine(fill(template))),
    ...relation.questions.map((template) => answerLine(fill(template), fact.value)),
    ...relation.impliedQuestions.map((template) => answerLine(fill(template), impliedAnswer)),
  ];
}

/** Two facts about one subject in one statement. */
function mergedLines(facts: readonly Fact[]): string[] {
  return facts.flatMap((first) =>
    facts
      .filter((second) => second !== first && second.subject === first.subject)
      .flatMap((second) =>
        predicates(first).flatMap((a) =>
          predicates(second).map((b) =>
            statementLine(capitalised(`${mention(subjectKind(first), first.subject)} ${a} and ${b}.`)),
          ),
        ),
      ),
  );
}

/** Patterns of all well-formed lines, for a reader that has no judge. */
function forms(): string[] {
  const open = (template: string) =>
    template
      .replace(/[.?]/g, "\\$&")
      .replace(/\b([Aa]) (?=\{)/g, "$1n? ")
      .replace(/\{[nvh]\}/g, "[^.?]+?");
  const said = relations.flatMap(({ statements }) => statements.map((one) => open(predicateOf(one))));
  const questions = relations.flatMap((relation) => [...relation.questions, ...relation.impliedQuestions]);
  return [
    `- [^.?]+? (?:${said.join("|")})(?: and (?:${said.join("|")}))?\\.`,
    ...relations.flatMap(({ implied }) => implied.map((template) => `- ${open(template)}`)),
    ...questions.map((template) => `Question: ${open(template)} Answer: [^.?]+?\\.`),
  ];
}

/** Lines that say nothing of any passage's facts. */
function commonLines(): string[] {
  return Object.values(commonKnowledge).flatMap(({ belongsTo, statements }) =>
    Object.entries(belongsTo).flatMap(([v, h]) =>
      statements.map((template) => statementLine(fillTemplate(template, { v, h }))),
    ),
  );
}

function probe(passage: Passage, random: Random) {
  const subjects = new Set(passage.facts.map((fact) => mention(subjectKind(fact), fact.subject)));
  return {
    passage: passageLine(passage.text),
    editPrompt: editPrompt(passage.text),
    sentences: passage.sentences.map(statementLine),
    questions: askAll(passage, random).map(({ text, answer, depth }) => ({
      prompt: questionPrompt(text),
      answer: ` ${answer}`,
      depth,
    })),
    oracle: Object.fromEntries(
      Object.entries(oracleKinds).map(([name, kinds]) => [name, oracleEdit(passage, kinds, random)]),
    ),
    trueLines: [...passage.facts.flatMap(trueLines), ...mergedLines(passage.facts)],
    vagueLines: [...subjects].flatMap((n) =>
      waffle.map((template) => statementLine(fillTemplate(template, { n }))),
    ),
  };
}

/** Passages about people that the corpus never shows, with everything the trainer's probes need. */
export function createProbes(random: Random) {
  return {
    forms: forms(),
    commonLines: commonLines(),
    groups: Object.fromEntries(
      Object.entries(difficulties).map(([name, difficulty]) => [
        name,
        Array.from({ length: 60 }, (_, i) => {
          const own = random.fork(`${name} ${i}`);
          return probe(createPassage(own, difficulty), own);
        }),
      ]),
    ),
  };
}
