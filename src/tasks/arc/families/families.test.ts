import { describe, expect, it } from "vitest";
import { createRandom } from "../../../protocol/random.ts";
import { generatePuzzle } from "../drawn/puzzleGenerator.ts";
import { fits, PUZZLE_SIZES, SIZE_NAMES } from "../drawn/puzzleSize.ts";
import { COLOURS, type Grid, type Size, sameGrid, sizeOf } from "../grid.ts";
import { PAIR_SYMMETRIES, type PairSymmetry } from "../views/pairSymmetries.ts";
import { drawTransform } from "../views/symmetry.ts";
import type { Transform } from "../views/transforms.ts";
import { FAMILIES } from "./catalogue.ts";
import type { Draft, Family } from "./family.ts";

const RULES = 52;
const INPUTS = 4;

/** Rules of a family in the small and the large size (and in single rows), each with some inputs. */
function* instances(family: Family): Generator<{ draft: Draft; inputs: Grid[]; oneRow: boolean }> {
  const random = createRandom(1).fork(family.name);
  const sizes = SIZE_NAMES.map((name) => PUZZLE_SIZES[name]).filter((size) => fits(family, size));
  for (let i = 0, given = 0; given < RULES && i < 3 * RULES; i++) {
    const size = sizes[i % sizes.length]!;
    const draft = family.draw(random, size);
    const inputs: Grid[] = [];
    for (let tries = 0; inputs.length < INPUTS && tries < 200; tries++) {
      const input = draft.input(random);
      if (input !== null && !sameGrid(draft.rule(input), input)) inputs.push(input);
    }
    // Now and then a rule has no inputs on which it shows; the generator gives those up, too.
    if (inputs.length < INPUTS) continue;
    given++;
    yield { draft, inputs, oneRow: size.height === 1 };
  }
}

function commutes(rule: Transform, transform: Transform, input: Grid): boolean {
  return sameGrid(rule(transform(input)), transform(rule(input)));
}

describe("families", () => {
  it("have different names, and there are many", () => {
    expect(new Set(FAMILIES.map(({ name }) => name)).size).toBe(FAMILIES.length);
    expect(FAMILIES.length).toBeGreaterThanOrEqual(120);
  });

  it.each(FAMILIES.map((family) => [family.name, family] as const))(
    "%s has the symmetries it declares, and no others",
    (_, family) => {
      const random = createRandom(2);
      /** By what a rule declares: which of the others were seen to fail. */
      const refuted = new Map<string, Set<PairSymmetry>>();
      let count = 0;
      for (const { draft, inputs, oneRow } of instances(family)) {
        const declared = draft.symmetries.join();
        const failures = refuted.get(declared) ?? new Set();
        // A single row is its own mirror image up and down: there, nothing can be refuted.
        if (!oneRow) refuted.set(declared, failures);
        for (const input of inputs) {
          count++;
          for (const symmetry of PAIR_SYMMETRIES) {
            const holds = commutes(draft.rule, drawTransform(symmetry, random), input);
            if (!holds && draft.symmetries.includes(symmetry)) {
              expect.fail(`${symmetry} is declared but fails on ${JSON.stringify(input)}`);
            }
            if (!holds) failures.add(symmetry);
          }
        }
      }
      expect(count).toBeGreaterThan(200);
      for (const [declared, failures] of refuted) {
        const undeclared = PAIR_SYMMETRIES.filter((symmetry) => !declared.split(",").includes(symmetry));
        expect([...failures].sort(), `where “${declared}” is declared`).toEqual(undeclared.toSorted());
      }
    },
  );

  it.each(FAMILIES.map((family) => [family.name, family] as const))(
    "%s makes puzzles in every size that it fits",
    (_, family) => {
      const sizes = SIZE_NAMES.filter((name) => fits(family, PUZZLE_SIZES[name]));
      expect(sizes.length).toBeGreaterThan(0);
      for (const size of sizes) {
        const limit = PUZZLE_SIZES[size];
        for (let seed = 0; seed < 3; seed++) {
          const puzzle = generatePuzzle(family, seed, size);
          expect(generatePuzzle(family, seed, size)).toEqual(puzzle);
          for (const { input, output } of [...puzzle.train, ...puzzle.test]) {
            expect([input, output].every((grid) => isGridWithin(grid, limit))).toBe(true);
          }
        }
      }
    },
  );
});

function isGridWithin(grid: Grid, { height, width }: Size): boolean {
  const size = sizeOf(grid);
  return (
    size.height <= height &&
    size.width <= width &&
    grid.every((row) => row.length === size.width && row.every((colour) => colour >= 0 && colour < COLOURS))
  );
}
