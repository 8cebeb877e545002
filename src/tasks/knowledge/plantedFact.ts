import { PlaygroundError } from "../../protocol/playgroundError.ts";
import { createRandom, hashSeed } from "../../protocol/random.ts";
import type { Piece } from "../../protocol/run.ts";
import { generatePassage } from "./generatePassage.ts";
import type { Passage } from "./metadata.ts";
import { oracleEdit } from "./world/edit.ts";
import { parseLine } from "./world/layout.ts";
import { drawValue, type Fact, relationOf } from "./world/passage.ts";
import { askDirect, askImplied } from "./world/question.ts";
import { templatesOf } from "./world/relation.ts";
import { fillTemplate } from "./world/template.ts";
import { readWorldPassage } from "./worldReading.ts";
import { judgePieces } from "./worldTruth.ts";

const ALTERNATIVES = 6;

/** A fact of a passage, and what could be planted in its place. */
export interface OfferedFact {
  sentence: string;
  value: string;
  /** Other values that the model has words for. */
  alternatives: string[];
}

/** A passage and an edit of it in which one fact is told wrongly. */
export interface PlantedFact {
  passage: Passage;
  /** The fact as the passage tells it, and as the edit does. */
  truth: string;
  planted: string;
  /** Every fact as direct and implied question, judged against the passage. */
  pieces: Piece[];
  /** About the planted fact: as it was trained, and in words that were not. */
  questions: { question: string; planted: string; truth: string | null }[];
}

/** The facts of the generated passage of this seed, with other values that could be planted. */
export function offeredFacts(seed: number): OfferedFact[] {
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

/** @throws PlaygroundError "bad-input" where the passage has no such fact */
export function plantFact(seed: number, index: number, value: string): PlantedFact {
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
  return {
    passage,
    truth: told(fact),
    planted: told(wrong),
    pieces: judgePieces(pieces, passage),
    questions,
  };
}

function factsOf(seed: number): { passage: Passage; facts: readonly Fact[] } {
  const passage = generatePassage(seed);
  return { passage, facts: readWorldPassage(passage.text)?.facts ?? [] };
}

function told(fact: Fact): string {
  const [statement = ""] = templatesOf(relationOf(fact).statements, "corpus");
  return fillTemplate(statement, { n: fact.person, v: fact.value });
}
