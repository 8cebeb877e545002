import type { CanaryKind } from "../../protocol/drift.ts";
import { createRandom, type Random } from "../../protocol/random.ts";
import { commonKnowledge } from "./world/commonKnowledge.ts";
import { oracleEdit } from "./world/edit.ts";
import { answerLine, editPrompt, questionInContextPrompt, statementLine } from "./world/layout.ts";
import { createPassage, type Passage } from "./world/passage.ts";
import { askAll, type Question } from "./world/question.ts";
import { fillTemplate } from "./world/template.ts";

const SEED = 20_261;
const READ = 6;
const WRITTEN = 4;
const COMMON = 12;
const STRANGERS = 4;

/** What probes are made from, before a model's own prompt form. */
export interface ProbeMaterial {
  id: string;
  texts: readonly string[];
  anchors: readonly string[];
  questions: readonly ProbeQuestion[];
}

export interface ProbeQuestion {
  kind: CanaryKind;
  question: string;
  accepted: readonly string[];
  title: string;
  /** In the prompt of an in-context question. */
  passage?: string;
}

/** Probes of the invented world. Its people are drawn from a stream of their own, and pre-training never saw them. */
export function worldProbes(): ProbeMaterial {
  const random = createRandom(SEED).fork("probes");
  const passages = (count: number, stream: string) =>
    Array.from({ length: count }, (_, i) => createPassage(random.fork(`${stream} ${i}`)));
  const common = commonLines(random.fork("common"));
  const measured = common.map(({ statement }) => statementLine(statement));
  const reading = read(passages(READ, "read"), "read", random);
  return {
    id: "world-3",
    texts: [
      ...reading.map(inContextText),
      ...passages(WRITTEN, "write").map((passage, i) => writtenText(passage, random.fork(`edit ${i}`))),
      ...measured,
    ],
    anchors: [
      ...read(passages(READ, "anchor"), "anchor", random).map(inContextText),
      ...passages(WRITTEN, "anchor write").map((passage, i) =>
        writtenText(passage, random.fork(`anchor edit ${i}`)),
      ),
      ...commonLines(random.fork("anchor common"))
        .map(({ statement }) => statementLine(statement))
        .filter((line) => !measured.includes(line)),
    ],
    questions: [
      ...common.map(({ question, answer }) => ask("known", question, [answer])),
      ...reading.flatMap(({ passage, asked }) =>
        asked.slice(0, 2).map(({ text, answer }) => ({
          ...ask("in-context", text, [answer]),
          passage: passage.text,
        })),
      ),
      ...passages(STRANGERS, "stranger").flatMap((passage, i) =>
        askAll(passage, random.fork(`stranger questions ${i}`))
          // Of what follows from common knowledge there are few kinds: a guess at one may well be a confident one.
          .filter(({ depth }) => depth !== "two-hop")
          .filter((_, q) => q % 3 === i % 3)
          .map(({ text }) => ask("stranger", text, [])),
      ),
    ],
  };
}

interface Reading {
  passage: Passage;
  asked: Question[];
}

/** Passages with three of their questions each. */
function read(passages: readonly Passage[], stream: string, random: Random): Reading[] {
  return passages.map((passage, i) => {
    const asked = askAll(passage, random.fork(`${stream} questions ${i}`));
    return { passage, asked: random.fork(`${stream} order ${i}`).shuffle(asked).slice(0, 3) };
  });
}

/** A passage, a question about it, its answer, and two more. */
function inContextText({ passage, asked }: Reading): string {
  const [first, ...others] = asked;
  return [
    `${questionInContextPrompt(passage.text, first!.text)} ${first!.answer}.`,
    ...others.map(({ text, answer }) => answerLine(text, answer)),
  ].join("\n");
}

/** A passage and a few lines of an edit of it. */
function writtenText(passage: Passage, random: Random): string {
  const edit = oracleEdit(passage, ["restated", "implied"], random).slice(0, 4);
  return editPrompt(passage.text) + edit.join("\n");
}

function ask(kind: ProbeQuestion["kind"], question: string, accepted: readonly string[]): ProbeQuestion {
  return { kind, question, accepted, title: "" };
}

/** What every reader of the world knows, of all kinds in turn. */
function commonLines(random: Random): { statement: string; question: string; answer: string }[] {
  const kinds = Object.values(commonKnowledge);
  return Array.from({ length: COMMON }, (_, i) => {
    const { belongsTo, statements, questions } = kinds[i % kinds.length]!;
    const [v, h] = random.pick(Object.entries(belongsTo));
    return {
      statement: fillTemplate(random.pick(statements), { v, h }),
      question: fillTemplate(random.pick(questions), { v }),
      answer: h,
    };
  });
}
