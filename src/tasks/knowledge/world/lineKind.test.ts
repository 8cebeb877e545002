import { describe, expect, test } from "vitest";
import { createRandom } from "../../../protocol/random.ts";
import { type EditKind, editLine } from "./edit.ts";
import { lineKind } from "./lineKind.ts";
import { createPassage } from "./passage.ts";

const KINDS: EditKind[] = ["vague", "restated", "implied", "question", "implied-question"];

describe("lines written by the world's own rules", () => {
  test.each(KINDS)("%s", (kind) => {
    for (let seed = 0; seed < 60; seed++) {
      const random = createRandom(seed);
      for (const fact of createPassage(random).facts) {
        const line = editLine(fact, kind, random);
        if (line !== null) expect([line, lineKind(line)]).toEqual([line, kind]);
      }
    }
  });
});

test("the kind does not depend on the line being true", () => {
  expect(lineKind("Question: Which book did Nobody write? Answer: None.")).toBe("question");
});

test.each(["", "- ", "- Blue.", "Blue.", "Question: Why? Answer: Because.", "Question: Which book did"])(
  "“%s” is of no kind",
  (line) => {
    expect(lineKind(line)).toBe("other");
  },
);
