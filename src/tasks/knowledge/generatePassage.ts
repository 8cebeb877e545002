import { createRandom } from "../../protocol/random.ts";
import type { Passage } from "./metadata.ts";
import { createPassage, type Difficulty, defaultDifficulty } from "./world/passage.ts";
import { askAll } from "./world/question.ts";

/**
 * A fresh passage of the invented world with its questions, for the embedded reader: about people that its training
 * never saw. Same seed and difficulty, same passage.
 */
export function generatePassage(seed: number, difficulty: Difficulty = defaultDifficulty): Passage {
  const random = createRandom(seed).fork("passage");
  const passage = createPassage(random.fork("facts"), difficulty);
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
