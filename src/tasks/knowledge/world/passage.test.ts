import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../protocol/random.ts";
import { commonKnowledge } from "./commonKnowledge.ts";
import { isFreshPerson } from "./names.ts";
import { createPassage, drawFacts, relations, secondHop, tellPassage } from "./passage.ts";
import { askAll } from "./question.ts";
import { templatesOf } from "./relation.ts";

const seeds = fc.integer({ min: 0, max: 2 ** 31 });
const difficulties = fc.record({
  people: fc.integer({ min: 1, max: 4 }),
  factsPerPerson: fc.integer({ min: 1, max: 3 }),
  reversedShare: fc.double({ min: 0, max: 1, noNaN: true }),
});

describe("the invented world", () => {
  it("has at least twelve relations, each with at least six phrasings for the corpus and one held out", () => {
    expect(relations.length).toBeGreaterThanOrEqual(12);
    for (const { statements, questions, implied, impliedQuestions } of relations) {
      for (const list of [statements, questions, implied, impliedQuestions]) {
        expect(new Set(templatesOf(list, "corpus")).size).toBeGreaterThanOrEqual(6);
        expect(templatesOf(list, "held-out")).toHaveLength(1);
        expect(templatesOf(list, "corpus")).not.toContain(list.at(-1));
      }
    }
  });

  it("knows the second hop of every common thing", () => {
    for (const { key, depth } of relations) {
      if (depth === "two-hop") expect(Object.keys(commonKnowledge[key]!.belongsTo).length).toBeGreaterThan(6);
      else expect(commonKnowledge[key]).toBeUndefined();
    }
  });

  it("repeats a passage and its questions for the same seed", () => {
    fc.assert(
      fc.property(seeds, difficulties, (seed, difficulty) => {
        const make = () => {
          const random = createRandom(seed);
          const passage = createPassage(random, difficulty);
          return { passage, questions: askAll(passage, random) };
        };
        expect(make()).toEqual(make());
      }),
      { numRuns: 50 },
    );
  });

  it("answers every question from the passage's facts, and no two-hop answer stands in the passage", () => {
    fc.assert(
      fc.property(seeds, difficulties, fc.constantFrom("corpus", "held-out"), (seed, difficulty, split) => {
        const random = createRandom(seed);
        const passage = createPassage(random, difficulty);
        const questions = askAll(passage, random, split);
        expect(questions).toHaveLength(2 * difficulty.people * difficulty.factsPerPerson);
        for (const { answer, depth, fact } of questions) {
          expect(passage.facts).toContain(fact);
          if (depth === "two-hop") {
            expect(answer).toBe(secondHop(fact));
            expect(passage.text.toLowerCase()).not.toMatch(new RegExp(`\\b${answer.toLowerCase()}\\b`));
          } else {
            expect(answer).toBe(depth === "direct" ? fact.value : fact.person);
            expect(passage.text).toContain(answer);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it("tells of people whom the corpus never shows, each with values of their own", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const passage = createPassage(createRandom(seed));
        expect(passage.people.every(isFreshPerson)).toBe(true);
        expect(new Set(passage.facts.map(({ value }) => value)).size).toBe(passage.facts.length);
        const seen = drawFacts(
          createRandom(seed),
          { people: 3, factsPerPerson: 2, reversedShare: 0.5 },
          "corpus",
        );
        expect(seen.some(({ person }) => isFreshPerson(person))).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it("takes the user's own people and facts, and asks no second hop that the world does not know", () => {
    const random = createRandom(4);
    const passage = tellPassage(
      [
        { person: "Grandma Ute", relation: "pet", value: "axolotl" },
        { person: "Ben", relation: "instrument", value: "cello" },
      ],
      random,
    );
    expect(passage.text).toMatch(/Grandma Ute .*an axolotl/);
    expect(
      askAll(passage, random)
        .map(({ depth }) => depth)
        .sort(),
    ).toEqual(["direct", "direct", "two-hop"]);
  });
});
