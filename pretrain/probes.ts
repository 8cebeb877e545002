import type { Random } from "../src/protocol/random.ts";
import { commonKnowledge } from "../src/tasks/knowledge/world/commonKnowledge.ts";
import { type EditKind, oracleEdit, vagueStatements } from "../src/tasks/knowledge/world/edit.ts";
import {
  answerLine,
  editPrompt,
  passageLine,
  questionPrompt,
  statementLine,
} from "../src/tasks/knowledge/world/layout.ts";
import {
  createPassage,
  type Difficulty,
  type Fact,
  type Passage,
  relationOf,
  relations,
  secondHop,
} from "../src/tasks/knowledge/world/passage.ts";
import { askAll } from "../src/tasks/knowledge/world/question.ts";
import { fillTemplate } from "../src/tasks/knowledge/world/template.ts";

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

/** Every true line about the fact, in all phrasings. */
function trueLines(fact: Fact): string[] {
  const relation = relationOf(fact);
  const h = secondHop(fact);
  const slots = { n: fact.person, v: fact.value, ...(h === null ? {} : { h }) };
  const fill = (template: string) => fillTemplate(template, slots);
  const impliedAnswer = relation.depth === "reversed" ? fact.person : h!;
  return [
    ...[...relation.statements, ...relation.implied].map((template) => statementLine(fill(template))),
    ...relation.questions.map((template) => answerLine(fill(template), fact.value)),
    ...relation.impliedQuestions.map((template) => answerLine(fill(template), impliedAnswer)),
  ];
}

/** Patterns of all well-formed lines, for a reader that has no judge. */
function forms(): string[] {
  const open = (template: string) =>
    template
      .replace(/[.?]/g, "\\$&")
      .replace(/\b([Aa]) (?=\{)/g, "$1n? ")
      .replace(/\{[nvh]\}/g, "[^.?]+?");
  const statements = [
    ...relations.flatMap((relation) => [...relation.statements, ...relation.implied]),
    ...vagueStatements,
    ...Object.values(commonKnowledge).flatMap((common) => common.statements),
  ];
  const questions = relations.flatMap((relation) => [...relation.questions, ...relation.impliedQuestions]);
  return [
    ...statements.map((template) => `- ${open(template)}`),
    ...questions.map((template) => `Question: ${open(template)} Answer: [^.?]+?\\.`),
  ];
}

function probe(passage: Passage, random: Random) {
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
    trueLines: passage.facts.flatMap(trueLines),
    vagueLines: passage.people.flatMap((n) =>
      vagueStatements.map((template) => statementLine(fillTemplate(template, { n }))),
    ),
  };
}

/** Passages about people that the corpus never shows, with everything the trainer's probes need. */
export function createProbes(random: Random) {
  return {
    forms: forms(),
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
