import type { ModelInfo } from "../../../protocol/run.ts";
import { cellLimit } from "../gridLimits.ts";
import { GRID_MODEL_ID, GRID_MODEL_READS } from "../gridModel.ts";
import { excessOf, type Puzzle } from "../puzzle.ts";

/**
 * Why the grid model cannot read a puzzle, one clause that says by how much; null where it can.
 *
 * @param loaded how much fits in its context is known once it is loaded
 */
export function excessFor(puzzle: Puzzle, loaded: ModelInfo | null): string | null {
  const { side, row } = GRID_MODEL_READS;
  const pairs = puzzle.train.length + 1;
  const maxCells =
    loaded?.id === GRID_MODEL_ID ? cellLimit(loaded.maxPositions, pairs) : Number.MAX_SAFE_INTEGER;
  return excessOf(puzzle, { maxSide: side, maxRow: row, maxCells });
}
