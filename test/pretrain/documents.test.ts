import { describe, expect, it } from "vitest";
import { commonDocument, knownDocument, readDocument, writeDocument } from "../../pretrain/documents.ts";
import { createRandom } from "../../src/protocol/random.ts";
import { vagueStatements } from "../../src/tasks/knowledge/world/edit.ts";
import { isFreshPerson } from "../../src/tasks/knowledge/world/names.ts";
import { drawFacts, relations } from "../../src/tasks/knowledge/world/passage.ts";
import { readTemplate } from "../../src/tasks/knowledge/world/template.ts";

const difficulty = { people: 3, factsPerPerson: 2, reversedShare: 0.5 };
const corpus = () => {
  const random = createRandom(31);
  const known = drawFacts(random, difficulty, "corpus");
  return Array.from({ length: 1500 }, () => [
    readDocument(random, difficulty),
    writeDocument(random, difficulty),
    commonDocument(random),
    knownDocument(random, known),
  ]).flat();
};

describe("the corpus of the embedded reader", () => {
  const documents = corpus();
  const sentences = documents.flatMap(({ text }) => text.match(/[A-Z][^.?]*[.?]/g) ?? []);

  it("is the same every time", () => {
    expect(corpus()).toEqual(documents);
  });

  it("never shows a held-out template", () => {
    const lists = relations.flatMap((relation) => [
      relation.statements,
      relation.questions,
      relation.implied,
      relation.impliedQuestions,
    ]);
    for (const list of [...lists, vagueStatements]) {
      const shown = sentences.map((sentence) => sentence.replace(/^(Passage|Question|Answer): /, ""));
      const heldOut = shown.filter((sentence) => readTemplate(list.at(-1)!, sentence));
      expect([list.at(-1), heldOut]).toEqual([list.at(-1), []]);
      expect(shown.some((sentence) => readTemplate(list[0]!, sentence))).toBe(true);
    }
  });

  it("never names a person kept for testing", () => {
    const words = documents.flatMap(({ text }) => text.match(/\b[A-Z][a-z]+\b/g) ?? []);
    expect(words.filter(isFreshPerson)).toEqual([]);
  });

  it("marks answers and the last name of a line as what can be known", () => {
    for (const { text, spans } of documents) {
      for (const [start, end] of spans) expect(text.slice(start, end)).not.toMatch(/[.?:\n]/);
      const answers = text.match(/Answer: /g)?.length ?? 0;
      expect(spans.length).toBeGreaterThanOrEqual(answers);
    }
  });
});
