import { describe, expect, it } from "vitest";
import { sizeOf } from "../../grid.ts";
import { puzzleDraft } from "../rules.ts";
import { drawnContext, drawnKey, FRESH_SETS, readDrawnKey } from "./drawnSet.ts";
import { puzzleSets } from "./sets.ts";

const SMALL = "embedded-grid";
const LARGE = "embedded-grid-large";

describe("fresh puzzles", () => {
  it("are found again by what a link names", () => {
    for (const [split, size] of FRESH_SETS) {
      const place = { split, size, seed: 12, index: 7 };
      expect(readDrawnKey(drawnKey(place))).toEqual(place);
    }
    expect(readDrawnKey("unseen-medium-1-3")).toBeNull();
    expect(readDrawnKey("unseen-large-1")).toBeNull();
  });

  it("of the large size have grids beyond the small model's, and none beyond the large one's", () => {
    const sides = Array.from({ length: 12 }, (_, index) => {
      const { puzzle } = drawnContext({ split: "unseen", size: "large", seed: 1, index });
      const grids = puzzle.train.flatMap(({ input, output }) => [input, output]);
      return Math.max(...grids.map(sizeOf).flatMap(({ height, width }) => [height, width]));
    });
    expect(Math.max(...sides)).toBeLessThanOrEqual(10);
    expect(sides.filter((side) => side > 5).length).toBeGreaterThan(6);
  });

  it("are offered in the sizes that a grid model at hand reads, and name it", async () => {
    const draft = await puzzleDraft.first(undefined);
    const models = (own: string[]) =>
      puzzleSets(draft, { seed: 1, models: { loaded: null, own } })
        .filter(({ id }) => id.startsWith("unseen"))
        .map(({ id, model }) => [id, model]);
    expect(models([SMALL])).toEqual([["unseen", SMALL]]);
    expect(models([SMALL, LARGE])).toEqual([
      ["unseen", SMALL],
      ["unseen-large", LARGE],
    ]);
  });
});
