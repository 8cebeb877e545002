import { PlaygroundError } from "../../../protocol/playgroundError.ts";
import { createRandom, hashSeed } from "../../../protocol/random.ts";
import type { Piece } from "../../../protocol/run.ts";
import { toJson } from "../../../protocol/toJson.ts";
import type { OfferedFact, PlantedFact, WrongFacts } from "../../task.ts";
import { normalizeAnswer } from "../answers/scoring.ts";
import { generatePassage } from "../generatePassage.ts";
import type { Passage } from "../metadata.ts";
import { taskPreset } from "../roundsMetadata.ts";
import { oracleEdit } from "../world/edit.ts";
import { type Fact, mention, relationOf, subjectKind } from "../world/fact.ts";
import { parseLine } from "../world/layout.ts";
import { drawValue } from "../world/passage.ts";
import { askDirect, askImplied } from "../world/question.ts";
import { readWorldPassage } from "../world/readPassage.ts";
import { templatesOf } from "../world/relation.ts";
import { fillTemplate } from "../world/template.ts";
import { judgePieces } from "../worldTruth.ts";

const ALTERNATIVES = 6;

/** The facts of the invented world's passages, of which everything is known. */
export const worldFacts: WrongFacts = { offered: offeredFacts, plant: plantFact };

/** The facts of the generated passage of this seed, with other values that could be planted. */
function offeredFacts(seed: number): OfferedFact[] {
  return factsOf(seed).facts.map((fact, index) => {
    const random = createRandom(seed).fork(`alternatives ${index}`);
    const values = new Set<string>();
    for (let draws = 0; values.size < ALTERNATIVES && draws < 100; draws++) {
      values.add(drawValue(relationOf(fact), random));
    }
    values.delete(fact.value);
    return { sentence: told(fact), value: fact.value, alternatives: [...values] };
  });
}

/** Every fact becomes a direct and an implied question, as the perfect edit's, but for the one that is wrong. */
function plantFact(seed: number, index: number, value: string): PlantedFact {
  const { passage, facts } = factsOf(seed);
  const fact = facts[index];
  if (fact === undefined) {
    throw new PlaygroundError(
      "bad-input",
      `The passage has no fact ${index + 1}.`,
      "Choose one of its facts.",
    );
  }
  const wrong: Fact = { ...fact, value };
  const random = createRandom(hashSeed(seed, "plant"));
  const changed = facts.map((one) => (one === fact ? wrong : one));
  const lines = oracleEdit(
    { people: [], facts: changed, sentences: [], text: "" },
    ["question", "implied-question"],
    random.fork("edit"),
  );
  const pieces = lines.flatMap((line, i): Piece[] => {
    const parsed = parseLine(line);
    if (parsed === null || !("question" in parsed)) return [];
    const { question, answer } = parsed;
    return [{ id: `w${i + 1}`, text: `${question} ${answer}`, question, answer, kept: true }];
  });
  const questions = (["corpus", "held-out"] as const).flatMap((split) => {
    const direct = askDirect(wrong, random.fork(split), split);
    const implied = askImplied(wrong, random.fork(split), split);
    // Asked backwards, the wrong fact has no true answer: nobody did it.
    const trueImplied = relationOf(fact).depth === "two-hop" ? askImplied(fact, random, split) : null;
    return [
      { question: direct.text, planted: wrong.value, truth: fact.value },
      ...(implied
        ? [{ question: implied.text, planted: implied.answer, truth: trueImplied?.answer ?? null }]
        : []),
    ];
  });
  // About the planted fact: as it was trained, and in words that were not.
  const asked = questions.map(({ question, planted }) => ({ question, answers: [planted] }));
  const settings = taskPreset("reader");
  return {
    context: toJson(passage),
    text: passage.text,
    settings: toJson(settings),
    seed: settings.seed,
    truth: told(fact),
    planted: told(wrong),
    pieces: judgePieces(pieces, passage),
    asked: toJson({ ...passage, questions: asked }),
    questions: questions.map(({ question, planted, truth }) => ({
      question,
      says: (answer) => (isSame(answer, planted) ? "planted" : isSame(answer, truth) ? "truth" : "other"),
    })),
  };
}

function isSame(answer: string, value: string | null): boolean {
  return value !== null && normalizeAnswer(value) === normalizeAnswer(answer);
}

function factsOf(seed: number): { passage: Passage; facts: readonly Fact[] } {
  const passage = generatePassage(seed);
  return { passage, facts: readWorldPassage(passage.text)?.facts ?? [] };
}

function told(fact: Fact): string {
  const [statement = ""] = templatesOf(relationOf(fact).statements, "corpus");
  return fillTemplate(statement, { n: mention(subjectKind(fact), fact.subject), v: fact.value });
}
