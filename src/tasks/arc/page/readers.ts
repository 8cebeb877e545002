import type { ModelInfo } from "../../../protocol/run.ts";
import type { ModelsAtHand } from "../../page/taskPage.ts";
import { GRID_MODELS, type GridModel } from "../gridModels.ts";
import { cellsOf, type Puzzle } from "../puzzle.ts";
import { excessFor, gridModelsAmong, gridModelsFor } from "../puzzleReaders.ts";

/** Who reads a puzzle, of the models that are there. */
export type Reading =
  /** The smallest grid model, which reads best. */
  | { kind: "usual" }
  /** A larger one; why the smallest does not, in a clause. */
  | { kind: "larger"; model: GridModel; why: string }
  /** The language model that is loaded. */
  | { kind: "text"; model: ModelInfo }
  /** None; by how much it is too large, in a clause. */
  | { kind: "none"; excess: string };

export function readingOf(puzzle: Puzzle, { loaded, own }: ModelsAtHand): Reading {
  if (loaded !== null && !isGridModel(loaded.id)) {
    const excess = textExcess(puzzle, loaded);
    return excess === null ? { kind: "text", model: loaded } : { kind: "none", excess };
  }
  // Before it is known which there are, or where there is none: as if all were.
  const there = own.length > 0 ? own : GRID_MODELS.map(({ id }) => id);
  const grids = gridModelsAmong(there);
  const [smallest, largest] = [grids[0]!, grids.at(-1)!];
  const [reader] = gridModelsFor(puzzle, there);
  if (reader === undefined) return { kind: "none", excess: excessFor(largest, puzzle) ?? "" };
  if (reader === smallest) return { kind: "usual" };
  return { kind: "larger", model: reader, why: excessFor(smallest, puzzle) ?? "" };
}

/** Whether nothing that is there, or nothing but a language model, can read it. */
export function isTooLarge(puzzle: Puzzle, models: ModelsAtHand): boolean {
  return readingOf(puzzle, models).kind === "none";
}

/** The grid model that is loaded cannot read what another one can. */
export function isUnreadByLoaded(puzzle: Puzzle, { loaded }: ModelsAtHand): boolean {
  return loaded !== null && isGridModel(loaded.id) && gridModelsFor(puzzle, [loaded.id]).length === 0;
}

export function isGridModel(id: string): boolean {
  return GRID_MODELS.some((model) => model.id === id);
}

/** "grids up to 10×10" */
export function gridsOf({ reads: { side } }: GridModel): string {
  return `grids up to ${side}×${side}`;
}

/** A cell is a token at least: what is longer than the context by that measure is too long for certain. */
function textExcess(puzzle: Puzzle, { maxPositions }: ModelInfo): string | null {
  const cells = cellsOf(puzzle);
  return cells <= maxPositions
    ? null
    : `it has ${cells} cells with all demonstrations, and the model reads ${maxPositions} tokens, of which a cell takes at least one`;
}
