import { GRID_MODELS, type GridModel } from "./gridModels.ts";
import { cellLimit } from "./notation/gridLimits.ts";
import { excessOf, type Puzzle, type PuzzleLimits } from "./puzzle.ts";

/** Why a grid model cannot read a puzzle, one clause that says by how much; null where it can. */
export function excessFor({ reads, positions }: GridModel, puzzle: Puzzle): string | null {
  const limits: PuzzleLimits = {
    maxSide: reads.side,
    maxRow: reads.row,
    maxCells: cellLimit(positions, puzzle.train.length + 1),
  };
  return excessOf(puzzle, limits);
}

/** The grid models of these ids, the smallest first. */
export function gridModelsAmong(ids: readonly string[]): GridModel[] {
  return GRID_MODELS.filter(({ id }) => ids.includes(id));
}

/**
 * Those that read a puzzle, the best first.
 *
 * @param ids of the models that are there to be loaded
 */
export function gridModelsFor(puzzle: Puzzle, ids: readonly string[]): GridModel[] {
  return gridModelsAmong(ids).filter((model) => excessFor(model, puzzle) === null);
}
