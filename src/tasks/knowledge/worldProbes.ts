import { createRandom, type Random } from "../../protocol/random.ts";
import type { ProbeMaterial, ProbeQuestion } from "./probes.ts";
import { commonKnowledge } from "./world/commonKnowledge.ts";
import { oracleEdit } from "./world/edit.ts";
import { answerLine, editPrompt, questionInContextPrompt, statementLine } from "./world/layout.ts";
import { createPassage } from "./world/passage.ts";
import { askAll } from "./world/question.ts";
import { fillTemplate } from "./world/template.ts";

const SEED = 20_261;
const READ = 6;
const WRITTEN = 4;
const COMMON = 12;
const STRANGERS = 4;

/** Probes of the invented world. Its people are drawn from a stream of their own, and pre-training never saw them. */
export function worldProbes(): ProbeMaterial {
  const random = createRandom(SEED).fork("probes");
  const passages = (count: number, stream: string) =>
    Array.from({ length: count }, (_, i) => createPassage(random.fork(`${stream} ${i}`)));
  const common = commonLines(random.fork("common"));
  const reading = passages(READ, "read").map((passage, i) => {
    const asked = askAll(passage, random.fork(`read questions ${i}`));
    return { passage, asked: random.fork(`read order ${i}`).shuffle(asked).slice(0, 3) };
  });
  const writing = passages(WRITTEN, "write").map(
    (passage, i) =>
      editPrompt(passage.text) +
      oracleEdit(passage, ["restated", "implied"], random.fork(`edit ${i}`))
        .slice(0, 4)
        .join("\n"),
  );
  return {
    id: "world-1",
    texts: [
      ...reading.map(({ passage, asked }) =>
        [
          questionInContextPrompt(passage.text, asked[0]!.text),
          ...asked.slice(1).map(({ text, answer }) => answerLine(text, answer)),
        ].join(` ${asked[0]!.answer}.\n`),
      ),
      ...writing,
      ...common.map(({ statement }) => statementLine(statement)),
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
          // A reversed question names a work, a direct or two-hop one a person: each is unknown.
          .filter((_, q) => q % 4 === i)
          .map(({ text }) => ask("stranger", text, [])),
      ),
    ],
  };
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
