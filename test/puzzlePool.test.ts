import { describe, expect, it } from "vitest";
import { PROBE_POOLS, TRAINING_POOLS } from "../pretrain/arcPools.ts";
import { createPuzzlePool } from "../pretrain/puzzlePool.ts";
import { createRandom } from "../src/protocol/random.ts";
import { type GeneratedPuzzle, generatePuzzle } from "../src/tasks/arc/drawn/puzzleGenerator.ts";
import { fits, PUZZLE_SIZES } from "../src/tasks/arc/drawn/puzzleSize.ts";
import { findFamily, SPLITS, UNSEEN_COMPOSITIONS } from "../src/tasks/arc/drawn/splits.ts";
import { compositionName } from "../src/tasks/arc/drawn/twoStep.ts";
import type { Grid } from "../src/tasks/arc/grid.ts";
import { PAIR_SYMMETRIES } from "../src/tasks/arc/views/pairSymmetries.ts";

const held: string[] = [
  ...SPLITS.outer,
  ...SPLITS.unseen,
  ...UNSEEN_COMPOSITIONS.map(([first, second]) => compositionName(first, second)),
];

describe("pools for pre-training", () => {
  it("give back the puzzles that were put in", () => {
    const names = ["gravity", "flip", "cut out"];
    const pool = createPuzzlePool(names);
    const puzzles = names.map((name, seed) => generatePuzzle(findFamily(name), seed, "small"));
    puzzles.forEach((puzzle, i) => {
      pool.add(names[i]!, puzzle);
    });
    const arrays = pool.arrays();
    expect(puzzles.map((_, i) => readBack(arrays, i))).toEqual(puzzles);
    expect([...arrays.families]).toEqual([0, 1, 2]);
  });

  it("hold no family and no composition that is kept for the outer loop or the tests", () => {
    const random = createRandom(1);
    for (const { source, size } of Object.values(TRAINING_POOLS)) {
      for (let i = 0; i < 400; i++) {
        const family = source(random);
        expect(held).not.toContain(family.name);
        for (const step of family.name.split(", then ")) expect(held).not.toContain(step);
        expect(fits(family, PUZZLE_SIZES[size])).toBe(true);
      }
    }
  });

  it("ask each family equally often in the probes", () => {
    for (const { source, count } of Object.values(PROBE_POOLS)) {
      const drawn = Array.from({ length: count }, () => source(createRandom(1)).name);
      const times = new Set(drawn.map((name) => drawn.filter((other) => other === name).length));
      expect(times.size).toBe(1);
    }
  });
});

function readBack(
  pool: ReturnType<ReturnType<typeof createPuzzlePool>["arrays"]>,
  index: number,
): GeneratedPuzzle {
  const [firstGrid = 0, firstCell = 0, endGrid = 0] = pool.puzzles.slice(2 * index, 2 * index + 3);
  let cell = firstCell;
  const grids: Grid[] = [];
  for (let g = firstGrid; g < endGrid; g++) {
    const [height = 0, width = 0] = pool.grids.slice(2 * g, 2 * g + 2);
    grids.push(
      Array.from({ length: height }, (_, y) => [
        ...pool.cells.slice(cell + y * width, cell + (y + 1) * width),
      ]),
    );
    cell += height * width;
  }
  const pairs = Array.from({ length: grids.length / 2 }, (_, i) => ({
    input: grids[2 * i]!,
    output: grids[2 * i + 1]!,
  }));
  const bits = pool.symmetries[index]!;
  return {
    train: pairs.slice(0, -1),
    test: pairs.slice(-1),
    symmetries: PAIR_SYMMETRIES.filter((_, i) => ((bits >> i) & 1) === 1),
  };
}
