import type { Canary, ProbeSet } from "../probeSet.ts";
import type { TextModel } from "../task.ts";
import { isCorrect, scoreAnswer } from "./answers/scoring.ts";
import { documentStart, type PromptStyle, promptStyleOf } from "./edit/promptStyle.ts";
import {
  answerStops,
  closedBookFrame,
  inContextPrompt,
  promptOf,
  readAnswer,
} from "./edit/questionPrompt.ts";
import { ANCHOR_TEXTS, PROBE_FACTS, PROBE_PASSAGES, PROBE_STRANGERS, PROBE_TEXTS } from "./probeTexts.ts";
import { type ProbeMaterial, type ProbeQuestion, worldProbes } from "./worldProbes.ts";

/** An answer of the world has at most three words; a large model may say a sentence. */
const MAX_TOKENS = { world: 12, plain: 24, chat: 24 };

/** The probes for passages: of the invented world for the embedded reader, plain English for every other model. */
export function knowledgeProbes(model: TextModel): ProbeSet {
  const style = promptStyleOf(model);
  const { id, texts, anchors, questions } = style === "world" ? worldProbes() : ENGLISH;
  const document = (text: string) => model.encode(documentStart(style, model) + text);
  return {
    id,
    texts: texts.map(document),
    anchors: anchors.map(document),
    canaries: questions.map((question) => canary(question, style, model)),
    maxTokens: MAX_TOKENS[style],
    stop: answerStops(style),
  };
}

function canary(asked: ProbeQuestion, style: PromptStyle, model: TextModel): Canary {
  const { kind, question, accepted, title, passage } = asked;
  return {
    kind,
    question,
    accepted,
    prompt:
      passage === undefined
        ? promptOf(closedBookFrame(style, title, question, model))
        : inContextPrompt(style, { title, text: passage }, question, model),
    isRight: (output) => isCorrect(scoreAnswer(readAnswer(style, output), accepted)),
    answerIn: (output) => readAnswer(style, output),
  };
}

const ENGLISH: ProbeMaterial = {
  id: "english-1",
  texts: PROBE_TEXTS,
  anchors: ANCHOR_TEXTS,
  questions: [
    ...PROBE_FACTS.map(([title, question, ...accepted]) => ({
      kind: "known" as const,
      title,
      question,
      accepted,
    })),
    ...PROBE_PASSAGES.flatMap(({ title, text, questions }) =>
      questions.map(([question, ...accepted]) => ({
        kind: "in-context" as const,
        title,
        question,
        accepted,
        passage: text,
      })),
    ),
    ...PROBE_STRANGERS.map(([title, question]) => ({
      kind: "stranger" as const,
      title,
      question,
      accepted: [],
    })),
  ],
};
