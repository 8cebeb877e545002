import type { ModelInfo } from "../../protocol/run.ts";
import type { DrawnSplit } from "../../tasks/arc/drawnPuzzles.ts";
import { drawnItems, FRESH_SETS } from "../../tasks/arc/page/drawnSet.ts";
import { GALLERY } from "../../tasks/arc/page/gallery.ts";
import { excessFor } from "../../tasks/arc/page/puzzleLimits.ts";
import type { NamedContext, PuzzleSource, PuzzleState } from "./puzzleState.ts";

/** Where a puzzle of a set comes from, and what it is called. */
export interface NamedSource {
  name: string;
  source: PuzzleSource;
}

/** A set that can be run: the file that was imported last, the gallery, or fresh puzzles. */
export interface BatchSet {
  id: "gallery" | "imported" | DrawnSplit;
  name: string;
  /** Those that the model can read, in their order. */
  items: readonly NamedSource[];
  /** How many it cannot read. */
  tooLarge: number;
}

/** Fresh puzzles follow from the seed of the settings. */
export function batchSets(
  { imported, seed }: Pick<PuzzleState, "imported"> & { seed: number },
  loaded: ModelInfo | null,
): BatchSet[] {
  const setOf = (id: BatchSet["id"], name: string, all: readonly Listed[]): BatchSet => {
    const fitting = all.filter(({ context }) => excessFor(context.puzzle, loaded) === null);
    const items = fitting.map(({ context, source }) => ({ name: context.name, source }));
    return { id, name, items, tooLarge: all.length - items.length };
  };
  const gallery = GALLERY.map(
    (context): Listed => ({ context, source: { kind: "gallery", id: context.id } }),
  );
  const file = imported?.puzzles.map(
    (context, index): Listed => ({ context, source: { kind: "imported", index } }),
  );
  return [
    ...(imported && file ? [setOf("imported", imported.from, file)] : []),
    setOf("gallery", "The gallery", gallery),
    // Made of a size that the grid model reads.
    ...FRESH_SETS.map(([split, name]) => ({ id: split, name, items: drawnItems(split, seed), tooLarge: 0 })),
  ];
}

interface Listed {
  context: NamedContext;
  source: PuzzleSource;
}
