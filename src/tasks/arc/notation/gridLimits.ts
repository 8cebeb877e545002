import { PlaygroundError } from "../../../protocol/playgroundError.ts";
import type { TextModel } from "../../task.ts";
import { MAX_ROW, MAX_SIDE } from "../grid.ts";
import { excessOf, type Puzzle, type PuzzleLimits } from "../puzzle.ts";
import { SLOTS } from "../selfEdit.ts";
import { BEGIN, EDIT_CUE, headerToken } from "./gridVocabulary.ts";

/** Tokens of a puzzle that are no cells: beginning, and for each pair two sizes and an end. */
function overhead(pairs: number): number {
  return 1 + 3 * pairs;
}

/** Most cells of all demonstrations, one query and its answer that a context of so many tokens can hold. */
export function cellLimit(maxPositions: number, pairs: number): number {
  // A self-edit, with its cue and its end, must fit after the demonstrations too.
  return maxPositions - overhead(pairs) - SLOTS.length - 2;
}

/** Whether a model's tokenizer is one of grids. */
export function readsGrids(model: TextModel): boolean {
  return [EDIT_CUE, headerToken("output", 1, 1), BEGIN].every((text) => model.encode(text).length === 1);
}

/**
 * What a grid model can read, found by asking its tokenizer: a size that is one token is one that it knows.
 *
 * @param pairs of the puzzle, the asked one among them
 */
export function gridLimits(model: TextModel, pairs: number): PuzzleLimits {
  const isToken = (text: string) => model.encode(text).length === 1;
  const longest = (most: number, header: (n: number) => string) => {
    let n = 1;
    while (n < most && isToken(header(n + 1))) n++;
    return n;
  };
  return {
    maxSide: longest(MAX_SIDE, (n) => headerToken("output", n, n)),
    maxRow: longest(MAX_ROW, (n) => headerToken("output", 1, n)),
    maxCells: cellLimit(model.info.maxPositions, pairs),
  };
}

/** @throws PlaygroundError "bad-input" for a puzzle that the model cannot read, saying by how much */
export function checkSize(name: string, puzzle: Puzzle, limits: PuzzleLimits, model: TextModel): void {
  const excess = excessOf(puzzle, limits);
  if (excess === null) return;
  throw new PlaygroundError(
    "bad-input",
    `The puzzle “${name}” is too large for ${model.info.name}: ${excess}.`,
    "Choose a smaller puzzle, leave out a demonstration, or choose a model that reads larger ones.",
  );
}
