import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../protocol/random.ts";
import { type EditKind, editLine, oracleEdit } from "./edit.ts";
import { judgeLine } from "./judge.ts";
import { createPassage, tellPassage } from "./passage.ts";

const useful: EditKind[] = ["restated", "implied", "question", "implied-question"];
const seeds = fc.integer({ min: 0, max: 2 ** 31 });

describe("judging the lines of an edit", () => {
  it("finds every oracle line true", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = createRandom(seed);
        const passage = createPassage(random);
        const edit = oracleEdit(passage, useful, random);
        expect(edit).toHaveLength(useful.length * passage.facts.length);
        for (const line of edit) expect([line, judgeLine(line, passage)]).toEqual([line, "true"]);
      }),
      { numRuns: 100 },
    );
  });

  it("finds lines about another passage's people false", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = createRandom(seed);
        const passage = createPassage(random.fork("one"));
        const other = createPassage(random.fork("other"));
        fc.pre(!other.people.some((person) => passage.people.includes(person)));
        for (const line of oracleEdit(other, useful, random)) expect(judgeLine(line, passage)).toBe("false");
      }),
      { numRuns: 100 },
    );
  });

  it("finds a fact told of the wrong person false", () => {
    const random = createRandom(8);
    for (let i = 0; i < 50; i++) {
      const passage = createPassage(random);
      const [first, ...rest] = passage.facts;
      const wrong = rest.find(({ person }) => person !== first!.person)!;
      for (const kind of ["restated", "question"] as const) {
        const line = editLine({ ...first!, person: wrong.person }, kind, random)!;
        expect([line, judgeLine(line, passage)]).toEqual([line, "false"]);
      }
    }
  });

  const passage = tellPassage(
    [
      { person: "Kalden", relation: "instrument", value: "cello" },
      { person: "Venta", relation: "book", value: "Iron Crown" },
    ],
    createRandom(1),
  );
  it.each([
    ["- Kalden sits with the strings.", "true"],
    ["- The author of Iron Crown is Venta.", "true"],
    ["Question: Who wrote Iron Crown? Answer: Venta.", "true"],
    ["Question: Who wrote Iron Crown? Answer: Kalden.", "false"],
    ["- Kalden sits with the brass.", "false"],
    ["- Kalden is a person.", "vague"],
    ["- Berta is a person.", "false"],
    ["- The cello is one of the strings.", "vague"],
    ["- The cello is one of the brass.", "malformed"],
    ["- Kalden Kalden the.", "malformed"],
    ["Kalden plays the cello.", "malformed"],
    ["Question: Who wrote Iron Crown?", "malformed"],
    ["", "malformed"],
  ])("judges %s %s", (line, verdict) => {
    expect(judgeLine(line, passage)).toBe(verdict);
  });
});
