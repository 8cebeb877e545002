import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { TYPED_PASSAGES } from "../../../../test/pretrain/typedPassages.ts";
import { createRandom } from "../../../protocol/random.ts";
import { commonKnowledge } from "./commonKnowledge.ts";
import { type EditKind, editLine, mergedLine, oracleEdit } from "./edit.ts";
import { acceptsValue, type Fact, relationOf, relations, secondHop } from "./fact.ts";
import { judgeLine } from "./judge.ts";
import { lineKind } from "./lineKind.ts";
import { isFreshPerson } from "./names.ts";
import { createPassage, drawFacts, tellPassage } from "./passage.ts";
import { askAll } from "./question.ts";
import { readSentences, readWorldPassage } from "./readPassage.ts";
import { templatesOf } from "./relation.ts";
import { depthOfQuestion, unreadableSentences } from "./unreadable.ts";

const seeds = fc.integer({ min: 0, max: 2 ** 31 });
const difficulties = fc.record({
  people: fc.integer({ min: 1, max: 4 }),
  factsPerPerson: fc.integer({ min: 1, max: 3 }),
  reversedShare: fc.double({ min: 0, max: 1, noNaN: true }),
});
const splits = fc.constantFrom("corpus" as const, "held-out" as const);
const USEFUL: EditKind[] = ["restated", "implied", "question", "implied-question"];

describe("the almanac's facts", () => {
  it("are of at least 25 kinds, each with phrasings for the corpus and one held out", () => {
    expect(relations.length).toBeGreaterThanOrEqual(25);
    for (const { statements, questions, implied, impliedQuestions } of relations) {
      for (const list of [statements, questions, implied, impliedQuestions]) {
        expect(new Set(templatesOf(list, "corpus")).size).toBeGreaterThanOrEqual(3);
        expect(templatesOf(list, "corpus")).not.toContain(list.at(-1));
      }
      for (const statement of statements) expect(statement).toMatch(/^\{n\} .*\{v\}.*\.$/);
    }
  });

  it("ask every question in words of one kind alone", () => {
    const questions = relations.flatMap((relation) => [...relation.questions, ...relation.impliedQuestions]);
    expect(new Set(questions).size).toBe(questions.length);
  });

  it("know the second hop of every common thing, and of nothing else", () => {
    for (const { key, values, depth } of relations) {
      expect(values === "common").toBe(depth === "two-hop");
      expect(key in commonKnowledge).toBe(values === "common");
    }
  });

  it("are drawn with values of their own, about people whom the corpus never shows", () => {
    fc.assert(
      fc.property(seeds, difficulties, (seed, difficulty) => {
        const passage = createPassage(createRandom(seed), difficulty);
        expect(passage.people).toHaveLength(difficulty.people);
        expect(passage.people.every(isFreshPerson)).toBe(true);
        expect(new Set(passage.facts.map(({ value }) => value)).size).toBe(passage.facts.length);
        for (const fact of passage.facts) expect(acceptsValue(relationOf(fact), fact.value)).toBe(true);
        const seen = drawFacts(createRandom(seed), difficulty, "corpus");
        expect(seen.some(({ subject }) => isFreshPerson(subject))).toBe(false);
      }),
      { numRuns: 100 },
    );
  });
});

describe("a passage", () => {
  it("reads back into the facts that it tells, pronouns and joined clauses included", () => {
    fc.assert(
      fc.property(seeds, difficulties, splits, (seed, difficulty, split) => {
        const random = createRandom(seed);
        const passage = tellPassage(drawFacts(random, difficulty, "fresh"), random, split);
        expect(readWorldPassage(passage.text)).toEqual({ ...passage, people: expect.anything() });
        expect(unreadableSentences(passage.text)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it("has five to eight sentences at the page's difficulty, with a place, a time and a thing", () => {
    const lengths = Array.from({ length: 300 }, (_, seed) => {
      const { sentences, facts, people } = createPassage(createRandom(seed));
      expect(sentences[0]).toMatch(/ \d{4}/);
      expect(facts.some(({ subject }) => !people.includes(subject))).toBe(true);
      return sentences.length;
    });
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(5);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(8);
  });

  it("answers all its questions, and its second hops stand nowhere in it", () => {
    fc.assert(
      fc.property(seeds, difficulties, splits, (seed, difficulty, split) => {
        const random = createRandom(seed);
        const passage = createPassage(random, difficulty);
        for (const { text, answer, depth, fact } of askAll(passage, random, split)) {
          expect(passage.facts).toContain(fact);
          expect(depthOfQuestion(text)).toBe(depth);
          const known = {
            direct: fact.value,
            reversed: fact.subject,
            "two-hop": secondHop(fact),
            which: fact.subject,
          };
          expect(answer).toBe(known[depth]);
          if (depth !== "two-hop") expect(passage.text).toContain(answer);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("pronouns are read as who or what was told of last", () => {
    const text =
      "The learned Anna Berg commands the Iron Heron. It carries salt. She keeps a dog, and she grows leeks. Otto, who plays the cello, wrote Ulysses. The book Ulysses has 18 chapters.";
    const facts = readWorldPassage(text)?.facts.map(({ subject, value }) => [subject, value]);
    expect(facts).toEqual([
      ["Anna Berg", "Iron Heron"],
      ["Iron Heron", "salt"],
      ["Anna Berg", "dog"],
      ["Anna Berg", "leeks"],
      ["Otto", "cello"],
      ["Otto", "Ulysses"],
      ["Ulysses", "18"],
    ]);
  });

  test.each([
    ["The newt lives in cold streams.", "no sentence of its world"],
    ["Anna plays the kazoo.", "it does not know “kazoo”"],
    ["She plays the cello.", "nothing before it says who or what “She” is"],
    ["The oldest captain of the whole northern fleet discovered gold.", "no sentence of its world"],
  ])("%s is marked: %s", (text, reason) => {
    expect(unreadableSentences(text)).toEqual([{ start: 0, end: text.length, reason }]);
  });

  test("of twenty passages typed by hand in this style most sentences are understood", () => {
    const read = TYPED_PASSAGES.flatMap((text) => readSentences(text));
    const understood = read.filter(({ reading }) => reading.kind === "facts").length;
    expect(TYPED_PASSAGES).toHaveLength(20);
    expect(understood / read.length).toBeGreaterThan(0.5);
  });
});

describe("judging the lines of an edit", () => {
  it("finds every oracle line true, and its kind", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = createRandom(seed);
        const passage = createPassage(random);
        for (const kind of USEFUL) {
          for (const line of oracleEdit(passage, [kind], random)) {
            expect([line, judgeLine(line, passage), lineKind(line)]).toEqual([line, "true", kind]);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("finds a fact told of the wrong person false, alone and merged with a true one", () => {
    const random = createRandom(8);
    for (let i = 0; i < 50; i++) {
      const passage = createPassage(random);
      const own = passage.facts.filter(({ subject }) => passage.people.includes(subject));
      const [first] = own;
      const other = own.find(({ subject }) => subject !== first!.subject)!;
      const sibling = own.find((fact) => fact !== first && fact.subject === first!.subject)!;
      const wrong: Fact = { ...first!, subject: other.subject };
      for (const kind of ["restated", "question"] as const) {
        expect(judgeLine(editLine(wrong, kind, random)!, passage)).toBe("false");
      }
      expect(judgeLine(mergedLine(first!, other, random), passage)).toBe("false");
      expect(judgeLine(mergedLine(first!, sibling, random), passage)).toBe("true");
      expect(lineKind(mergedLine(first!, other, random))).toBe("merged");
    }
  });

  const passage = tellPassage(
    [
      { subject: "Kalden", relation: "instrument", value: "cello" },
      { subject: "Venta", relation: "book", value: "Iron Crown" },
    ],
    createRandom(1),
  );
  it.each([
    ["- Kalden sits with the strings.", "true"],
    ["Question: Who wrote Iron Crown? Answer: Venta.", "true"],
    ["Question: Which of the two wrote Iron Crown, Kalden or Venta? Answer: Venta.", "true"],
    ["Question: Which of the two wrote Iron Crown, Kalden or Venta? Answer: Kalden.", "false"],
    ["Question: Who wrote Iron Crown? Answer: Kalden.", "false"],
    ["- Kalden sits with the brass.", "false"],
    ["- The cello is one of the strings.", "vague"],
    ["- Corrections may be left at the town hall of Larkhill.", "vague"],
    ["- The cello is one of the brass.", "malformed"],
    ["- Kalden Kalden the.", "malformed"],
    ["Kalden plays the cello.", "malformed"],
    ["", "malformed"],
  ])("judges %s %s", (line, verdict) => {
    expect(judgeLine(line, passage)).toBe(verdict);
  });
});
