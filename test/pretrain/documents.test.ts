import { describe, expect, it } from "vitest";
import {
  bindDocument,
  commonDocument,
  knownDocument,
  readDocument,
  writeDocument,
} from "../../pretrain/documents.ts";
import { createRandom } from "../../src/protocol/random.ts";
import { commonKnowledge } from "../../src/tasks/knowledge/world/commonKnowledge.ts";
import { relations } from "../../src/tasks/knowledge/world/fact.ts";
import { isFreshPerson } from "../../src/tasks/knowledge/world/names.ts";
import { drawFacts } from "../../src/tasks/knowledge/world/passage.ts";
import { closings, settings, waffle } from "../../src/tasks/knowledge/world/phrasing.ts";
import { predicateOf } from "../../src/tasks/knowledge/world/relation.ts";

const difficulty = { people: 3, factsPerPerson: 2, reversedShare: 0.5 };
/** Some thousand documents; the first ones where fewer rounds are asked for. */
const corpus = (rounds = 700) => {
  const random = createRandom(31);
  const known = drawFacts(random, difficulty, "corpus");
  return Array.from({ length: rounds }, () => [
    bindDocument(random),
    readDocument(random, difficulty),
    writeDocument(random, difficulty),
    commonDocument(random),
    knownDocument(random, known),
  ]).flat();
};

describe("the corpus of the embedded reader", () => {
  const documents = corpus();
  const whole = documents.map(({ text }) => text).join("\n");

  it("is the same every time", () => {
    expect(corpus(100)).toEqual(documents.slice(0, 500));
  });

  it("never shows a held-out template, and shows all others", () => {
    const lists = [
      ...relations.flatMap(({ key, statements, questions, implied, impliedQuestions }) =>
        [statements.map(predicateOf), questions, implied, impliedQuestions].map((list) => ({ key, list })),
      ),
      ...[settings, closings, waffle].map((list) => ({ key: "", list })),
    ];
    for (const { key, list } of lists) {
      const isShown = (template: string) => patternOf(template, key).test(whole);
      expect(list.filter(isShown)).toEqual(list.slice(0, -1));
    }
  });

  it("never names a person kept for testing", () => {
    const words = whole.match(/\b[A-Z][a-z]+\b/g) ?? [];
    expect(words.filter(isFreshPerson)).toEqual([]);
  });

  it("marks answers and the last name of a line as what can be known", () => {
    for (const { text, spans } of documents) {
      for (const { start, end } of spans) expect(text.slice(start, end)).not.toMatch(/[.?:\n]/);
      const answers = text.match(/Answer: /g)?.length ?? 0;
      expect(spans.length).toBeGreaterThanOrEqual(answers);
    }
  });

  it("links values to names before them, and what asks to values, always backwards and at the ends of words", () => {
    for (const { text, links } of documents) {
      for (const { at, source } of links) {
        expect(source).toBeLessThan(at);
        for (const end of [at, source]) expect(text.slice(end, end + 2)).toMatch(/^\S(?:[\s.,]|$)/);
      }
    }
    expect(documents.some(({ links }) => links.length > 8)).toBe(true);
  });
});

/** The template of the relation with whatever stands in its slots, as a part of a text. */
function patternOf(template: string, relation: string): RegExp {
  const known = Object.entries(commonKnowledge[relation]?.belongsTo ?? {});
  const values = known.length > 0 ? known.map(([value]) => value).join("|") : "\\w[\\w ]*?";
  const hops = known.map(([, hop]) => hop).join("|");
  const open = template
    .replace(/[.?]/g, "\\$&")
    .replace(/\b([Aa]) (?=\{)/g, "$1n? ")
    .replace(/\{n\}/, "[A-Z]\\w+(?: [A-Z]\\w+)?")
    .replace(/\{v\}/, `(?:${values})`)
    .replace(/\{h\}/, `(?:${hops})`)
    .replace(/\{[tys]\}/g, "\\w+");
  return new RegExp(
    `(?:^|[\\s:-])${open}\\b`.replace(/\\[.?]\\b$/, (end) => end.slice(0, 2)),
    "m",
  );
}
