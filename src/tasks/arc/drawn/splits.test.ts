import { describe, expect, it } from "vitest";
import { createRandom } from "../../../protocol/random.ts";
import { FAMILIES } from "../families/catalogue.ts";
import { sameGrid } from "../grid.ts";
import { PAIR_SYMMETRIES } from "../views/pairSymmetries.ts";
import { drawTransform } from "../views/symmetry.ts";
import { generatePuzzle } from "./puzzleGenerator.ts";
import { PUZZLE_SIZES } from "./puzzleSize.ts";
import {
  familiesOf,
  findFamily,
  mayCompose,
  SPLITS,
  UNSEEN_COMPOSITIONS,
  unseenCompositions,
} from "./splits.ts";
import { twoStep } from "./twoStep.ts";

describe("splits", () => {
  it("name every family exactly once", () => {
    const names = Object.values(SPLITS).flat();
    expect(new Set(names).size).toBe(names.length);
    expect([...names].sort()).toEqual(FAMILIES.map(({ name }) => name).sort());
    expect(SPLITS.core).toHaveLength(44);
    expect(() => findFamily("nothing")).toThrow("There is no family of puzzles called “nothing”.");
  });

  it("hold out families that differ in what a self-edit should assert", () => {
    for (const split of ["outer", "unseen"] as const) {
      const patterns = familiesOf(split).map((family) =>
        family.draw(createRandom(1), PUZZLE_SIZES.small).symmetries.toSorted().join(),
      );
      expect(new Set(patterns).size).toBeGreaterThanOrEqual(6);
    }
  });

  it("hold out compositions of core families only, and never train on them", () => {
    for (const [first, second] of UNSEEN_COMPOSITIONS) {
      expect(SPLITS.core).toContain(first);
      expect(SPLITS.core).toContain(second);
      expect(findFamily(second).anyInput).toBe(true);
      expect(mayCompose(findFamily(first), findFamily(second))).toBe(false);
    }
    expect(mayCompose(findFamily("flip"), findFamily("gravity"))).toBe(true);
    expect(mayCompose(findFamily("flip"), findFamily("invert"))).toBe(false);
  });
});

describe("two-step puzzles", () => {
  it.each(unseenCompositions().map((family) => [family.name, family] as const))(
    "%s: can be made, the same for a seed",
    (_, family) => {
      for (let seed = 0; seed < 3; seed++) {
        expect(generatePuzzle(family, seed, "small")).toEqual(generatePuzzle(family, seed, "small"));
      }
    },
  );

  it("keep the symmetries that both steps have, whatever the second step is applied to", () => {
    const random = createRandom(5);
    const seconds = FAMILIES.filter(({ anyInput }) => anyInput);
    expect(seconds.length).toBeGreaterThan(20);
    let checked = 0;
    for (const second of seconds) {
      for (let i = 0; i < 25; i++) {
        const size = PUZZLE_SIZES[i % 2 === 0 ? "small" : "large"];
        const first = random.pick(FAMILIES.filter(({ minSide }) => minSide <= size.height));
        const { rule, input, symmetries } = twoStep(first, second).draw(random, size);
        const grid = input(random);
        if (grid === null) continue;
        for (const symmetry of symmetries) {
          expect(PAIR_SYMMETRIES).toContain(symmetry);
          const transform = drawTransform(symmetry, random);
          if (!sameGrid(rule(transform(grid)), transform(rule(grid)))) {
            expect.fail(`${first.name}, then ${second.name}: ${symmetry} fails on ${JSON.stringify(grid)}`);
          }
          checked++;
        }
      }
    }
    expect(checked).toBeGreaterThan(500);
  });
});
