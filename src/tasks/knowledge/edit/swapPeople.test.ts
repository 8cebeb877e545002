import { expect, test } from "vitest";
import { EXAMPLE_PASSAGES } from "../examples/examples.ts";
import { generatePassage } from "../generatePassage.ts";
import { judgePieces } from "../worldTruth.ts";
import { oraclePieces } from "./oraclePieces.ts";
import { swapPeople } from "./swapPeople.ts";

test.each([1, 2])(
  "every %i. line that names a person contradicts the passage, nothing else is touched",
  (every) => {
    for (let seed = 0; seed < 20; seed++) {
      const passage = generatePassage(seed);
      const pieces = judgePieces(oraclePieces(passage, seed), passage);
      const swapped = swapPeople(pieces, passage, every);
      const changed = swapped.filter((piece, i) => piece.text !== pieces[i]!.text);
      expect(changed.length).toBeGreaterThan(pieces.length / 2 / every);
      expect(changed.length).toBeLessThanOrEqual(Math.ceil(pieces.length / every));
      expect(changed.map(({ truth }) => truth)).toEqual(changed.map(() => "false"));
      for (const { question, answer, text } of changed) expect(text).toBe(`${question} ${answer}`);
      const others = swapped.filter((piece, i) => piece.text === pieces[i]!.text);
      expect(others.map(({ truth }) => truth)).toEqual(others.map(() => "true"));
    }
  },
);

test("what is known of no passage stays", () => {
  const passage = EXAMPLE_PASSAGES[0]!;
  const pieces = [{ id: "p1", text: passage.title, kept: true }];
  expect(swapPeople(pieces, passage, 1)).toEqual(pieces);
});
