import { createRandom, hashSeed, type Random } from "../../protocol/random.ts";
import type { Passage } from "./metadata.ts";
import type { Fact } from "./world/fact.ts";
import {
  createPassage,
  type Difficulty,
  defaultDifficulty,
  tellPassage,
  type Passage as WorldPassage,
} from "./world/passage.ts";
import { askAll } from "./world/question.ts";

/**
 * A fresh passage of the invented world with its questions, for the embedded reader: about people that its training
 * never saw. Same seed and difficulty, same passage.
 */
export function generatePassage(seed: number, difficulty: Difficulty = defaultDifficulty): Passage {
  const random = createRandom(seed).fork("passage");
  return withQuestions(createPassage(random.fork("facts"), difficulty), random);
}

/** The given facts as a passage of the invented world, with its questions; the seed draws order and phrasings. */
export function tellFacts(facts: readonly Fact[], seed: number): Passage {
  const random = createRandom(seed).fork("passage");
  return withQuestions(tellPassage(facts, random.fork("facts")), random);
}

/** Questions about a text of the invented world, as it stands. */
export function withQuestions(passage: WorldPassage, random: Random): Passage {
  return {
    title: passage.people.join(", "),
    text: passage.text,
    questions: askAll(passage, random.fork("questions")).map(({ text, answer, depth }) => ({
      question: text,
      answers: [answer],
      kind: depth,
    })),
  };
}

/**
 * The passages of an outer loop, those of `npm run rl`: training ones follow from the seed, held-out ones come from a
 * seed stream of their own and are the same for every run.
 */
export function roundsPassages(
  seed: number,
  training: number,
  heldOut: number,
): { training: Passage[]; heldOut: Passage[] } {
  const fresh = (count: number, stream: string, from: number) =>
    Array.from({ length: count }, (_, i) => generatePassage(hashSeed(from, `${stream} ${i}`)));
  return { training: fresh(training, "rl training", seed), heldOut: fresh(heldOut, "rl held-out", 1) };
}

/** The passages of a stream of edits, those of `npm run forget`: all new for every seed. */
export function streamPassages(seed: number, count: number): Passage[] {
  return Array.from({ length: count }, (_, i) => generatePassage(hashSeed(seed, `stream ${i}`)));
}
