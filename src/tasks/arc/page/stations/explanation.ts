import type { ExampleLoss } from "../../../../runs/edit/state.ts";
import { type Grid, sameGrid } from "../../grid.ts";
import { mismatches, type TestAnswer } from "../reading.ts";

/** How a grid came to be an answer. */
export interface VoteExplanation {
  readonly grid: Grid;
  /** The views that gave it, by name. */
  readonly agreed: readonly string[];
  /** The others, with the cells in which each differs; null: another size. A view without a grid is not among them. */
  readonly others: readonly { view: string; grid: Grid; differs: ReadonlySet<string> | null }[];
  /** Cells in which any of the others differs. */
  readonly disputed: ReadonlySet<string>;
  readonly withoutGrid: number;
}

/** Of the attempt that is right, or else of the first; null where no view gave a grid. */
export function explainVote({ ballots, attempts }: TestAnswer, truth: Grid | null): VoteExplanation | null {
  const right = truth && attempts.find(({ grid }) => sameGrid(grid, truth));
  const grid = (right ?? attempts[0])?.grid;
  if (grid === undefined) return null;
  const given = ballots.flatMap(({ view, grid: own }) => (own === null ? [] : [{ view, grid: own }]));
  const others = given
    .filter((one) => !sameGrid(one.grid, grid))
    .map((one) => ({ ...one, differs: mismatches(one.grid, grid) }));
  return {
    grid,
    agreed: given.filter((one) => sameGrid(one.grid, grid)).map(({ view }) => view),
    others,
    disputed: new Set(others.flatMap(({ differs }) => [...(differs ?? [])])),
    withoutGrid: ballots.length - given.length,
  };
}

/** Those that training changed most first: by how far the loss fell. */
export function movedMost(examples: readonly ExampleLoss[]): ExampleLoss[] {
  return examples.toSorted((a, b) => b.before - b.after - (a.before - a.after));
}
