import { createRandom } from "../../../protocol/random.ts";
import type { Piece } from "../../../protocol/run.ts";
import type { Passage } from "../metadata.ts";
import { oracleEdit } from "../world/edit.ts";
import { parseLine } from "../world/layout.ts";
import { readWorldPassage } from "../world/readPassage.ts";

/**
 * The edit of a perfect writer, the upper bound beside the model's own. In the invented world every fact is put as a
 * direct and an implied question, in phrasings of its own; elsewhere nobody knows better than the real questions.
 */
export function oraclePieces(passage: Passage, seed: number): Piece[] {
  const world = readWorldPassage(passage.text);
  const pairs =
    world === null
      ? passage.questions.map(({ question, answers }) => ({ question, answer: answers[0]! }))
      : oracleEdit(world, ["question", "implied-question"], createRandom(seed).fork("oracle")).flatMap(
          (line) => {
            const parsed = parseLine(line);
            return parsed !== null && "question" in parsed ? [parsed] : [];
          },
        );
  return pairs.map(({ question, answer }, i) => ({
    id: `o${i + 1}`,
    text: `${question} ${answer}`,
    question,
    answer,
    kept: true,
  }));
}
